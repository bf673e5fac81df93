'use client'

import { ChoiceField } from './choice-field'
import { FlagField } from './flag-field'
import type { Spot } from './spot'
import { TextField } from './text-field'

const roles = [
  { value: 'approver', label: 'approver' },
  { value: 'operator', label: 'operator' },
  { value: 'admin', label: 'admin' },
] as const

/** How many approve, who they are, until when, and what makes it looser or stricter. */
export function ApprovalFields({ spot, ofStep = false }: { spot: Spot; ofStep?: boolean }) {
  return (
    <>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-3">
        <TextField spot={spot.at('count')} label="Approvals" placeholder="1" read={countOf} />
        <ChoiceField spot={spot.at('role')} label="By somebody who is" options={roles} fallback="approver" />
        <TextField
          spot={spot.at('expires')}
          label="Expires after"
          placeholder="7d"
          hint="then the rollout pauses; it is never taken for a yes"
        />
      </div>
      <FlagField spot={spot.at('notLauncher')} fallback>
        Four eyes: never by the launcher, the policy’s author or whoever overrode something
      </FlagField>
      {ofStep ? null : (
        <FlagField spot={spot.at('always')}>Ask for it also when the phase is empty</FlagField>
      )}
    </>
  )
}

/** A count is a number where it is one; anything else stays as typed, for the validator to say. */
export function countOf(typed: string): string | number | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  return /^\d{1,9}$/.test(text) ? Number(text) : text
}
