'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { StakeDto } from '@/lib/approvals/dto'
import { formatCount } from '@/lib/client/format'
import type { TypedLimits } from './read-limits'

/** Lets an approval come with lower limits for what it lets go. */
export function LowerLimits({
  stake: { maxInFlight, budget },
  typed,
  problems,
  onChange,
}: {
  stake: StakeDto
  typed: TypedLimits
  problems: { maxInFlight?: string; failureBudget?: string }
  onChange: (typed: TypedLimits) => void
}) {
  return (
    <details className="mt-3 text-sm">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">Approve with lower limits</summary>
      <div className="mt-2 grid grid-cols-2 gap-3">
        <Field
          label="In flight at most"
          hint={maxInFlight > 1 ? `${formatCount(maxInFlight)} now` : '1 now; it cannot be lower'}
          error={problems.maxInFlight}
        >
          <Input
            inputMode="numeric"
            disabled={maxInFlight <= 1}
            value={typed.maxInFlight}
            onChange={(event) => onChange({ ...typed, maxInFlight: event.currentTarget.value })}
          />
        </Field>
        <Field
          label="Failures tolerated"
          hint={
            budget === null
              ? 'no budget of its own now'
              : budget > 0
                ? `${formatCount(budget)} now`
                : 'none now; it cannot be lower'
          }
          error={problems.failureBudget}
        >
          <Input
            inputMode="numeric"
            disabled={budget === 0}
            value={typed.failureBudget}
            onChange={(event) => onChange({ ...typed, failureBudget: event.currentTarget.value })}
          />
        </Field>
      </div>
      <p className="mt-2 text-xs text-ink-3">
        They hold for the whole phase from then on. Approvals that others gave for the wider limits count no
        more.
      </p>
    </details>
  )
}
