'use client'

import { checksMade } from '@/lib/core/policy/checks-made'
import { type CheckKind, checkKinds } from '@/lib/core/policy/types'
import type { JsonObject } from '@/lib/core/shared/json'
import { ChoiceField } from './choice-field'
import { FlagField } from './flag-field'
import { ObjectField } from './object-field'
import type { Spot } from './spot'
import { TextField } from './text-field'

/** A kind that is not made is not offered; written by hand it is shown, and the validator says so. */
const kinds = checkKinds.filter((kind) => checksMade.has(kind)).map((kind) => ({ value: kind, label: kind }))

/** What each kind of check is asked with, to begin with; shown as a hint. */
const asks: Readonly<Record<CheckKind, string>> = {
  http: 'url, method, headers, body; pass: a condition over response',
  command: 'runbook, args; it passes with exit code 0',
  simulator: 'passRate, unknownRate, seed',
  prometheus: 'url, query; pass: a condition over value',
  kafka: 'what of the cluster must hold',
  kubernetes: 'which object, and the condition it must meet',
}

/** A check: its name, its kind, what it is asked with, and when it counts. */
export function CheckFields({ spot, of }: { spot: Spot; of: 'gate' | 'guard' }) {
  const kind = spot.at('check').text as CheckKind
  return (
    <>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        <TextField spot={spot.at('name')} label="Name" placeholder="error-rate" />
        <ChoiceField spot={spot.at('check')} label="Kind" options={kinds} fallback={null} />
      </div>
      <ObjectField spot={spot.at('with')} label="Asked with" hint={asks[kind]} />
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        <TextField spot={spot.at('every')} label="Looks every" placeholder="30s" />
        {of === 'guard' ? (
          <TextField spot={spot.at('failAfter')} label="Pauses after failing for" placeholder="0s" />
        ) : (
          <>
            <TextField spot={spot.at('for')} label="Passes after holding for" placeholder="0s" />
            <TextField spot={spot.at('timeout')} label="Gives up after" placeholder="1h" />
          </>
        )}
      </div>
      {of === 'gate' ? (
        <FlagField spot={spot.at('always')}>Ask it also when the phase is empty</FlagField>
      ) : null}
    </>
  )
}

/** What a check begins with. */
export const newCheck = (name: string): JsonObject => ({
  name,
  check: 'http',
  with: { url: 'https://', pass: 'response.status == 200' },
})
