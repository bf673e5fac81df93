'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { StakeDto } from '@/lib/approvals/dto'
import { formatCount } from '@/lib/client/format'

/** Lower limits as they are typed; empty = as they are. */
export interface TypedLimits {
  readonly maxInFlight: string
  readonly failureBudget: string
}

export const noLimits: TypedLimits = { maxInFlight: '', failureBudget: '' }

/** Reads what was typed: limits to send, null for none, or why they cannot be sent. */
export function readLimits(
  typed: TypedLimits,
  stake: Pick<StakeDto, 'maxInFlight' | 'budget'>,
): { limits: { maxInFlight?: number; failureBudget?: number } | null; problem: string | null } {
  const inFlight = numberOf(typed.maxInFlight)
  const failures = numberOf(typed.failureBudget)
  const none = { limits: null, problem: null }
  if (inFlight === undefined && failures === undefined) return none
  if (inFlight !== undefined && !(inFlight >= 1 && inFlight < stake.maxInFlight))
    return { limits: null, problem: `In flight has to be from 1 to ${stake.maxInFlight - 1}.` }
  if (failures !== undefined && !(failures >= 0 && (stake.budget === null || failures < stake.budget)))
    return { limits: null, problem: `Failures have to be fewer than ${stake.budget ?? 'all'}.` }
  return {
    limits: {
      ...(inFlight !== undefined && { maxInFlight: inFlight }),
      ...(failures !== undefined && { failureBudget: failures }),
    },
    problem: null,
  }
}

const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN

/** Lets an approval come with lower limits for what it lets go. */
export function LowerLimits({
  stake,
  typed,
  problem,
  onChange,
}: {
  stake: StakeDto
  typed: TypedLimits
  problem: string | null
  onChange: (typed: TypedLimits) => void
}) {
  const one = stake.maxInFlight <= 1
  return (
    <details className="mt-3 text-sm">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">Lower the limits with it</summary>
      <div className="mt-2 grid grid-cols-2 gap-3">
        <Field label="In flight at most" hint={`now ${formatCount(stake.maxInFlight)}`}>
          <Input
            inputMode="numeric"
            disabled={one}
            value={typed.maxInFlight}
            onChange={(event) => onChange({ ...typed, maxInFlight: event.currentTarget.value })}
          />
        </Field>
        <Field
          label="Failures tolerated"
          hint={stake.budget === null ? 'now as the whole rollout' : `now ${formatCount(stake.budget)}`}
        >
          <Input
            inputMode="numeric"
            disabled={stake.budget === 0}
            value={typed.failureBudget}
            onChange={(event) => onChange({ ...typed, failureBudget: event.currentTarget.value })}
          />
        </Field>
      </div>
      {problem ? (
        <p role="alert" className="mt-1 text-xs text-danger">
          {problem}
        </p>
      ) : (
        <p className="mt-1 text-xs text-ink-3">
          They hold for the phase from then on. Approvals by others, for the wider limits, count no more.
        </p>
      )}
    </details>
  )
}
