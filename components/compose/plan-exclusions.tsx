'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { formatCount } from '@/lib/client/format'
import type { ExclusionReason } from '@/lib/core/plan/types'
import { groupBy } from '@/lib/core/shared/group-by'
import type { PlanDto } from '@/lib/plans/dto'

const words: Record<ExclusionReason, string> = {
  excluded: 'left out by you',
  ineligible: 'the operation does not apply to them',
  satisfied: 'already where the operation would bring them',
  ahead: 'at a newer version already, never downgraded',
  unmatched: 'no phase takes them',
}

/** How many names of a reason are listed. */
const listedMax = 100

/** The selected clusters that the plan leaves out, by reason, with their names on demand. */
export function PlanExclusions({ excluded }: { excluded: PlanDto['excluded'] }) {
  const [shown, setShown] = useState<ExclusionReason | null>(null)
  if (excluded.length === 0) return null
  const byReason = groupBy(excluded, (one) => one.reason)
  return (
    <section
      aria-label="Left out"
      className="rounded-lg border border-dashed border-line-strong px-4 py-3 text-sm"
    >
      <p className="font-medium">{formatCount(excluded.length)} left out</p>
      <ul className="mt-1 flex flex-col gap-1">
        {[...byReason].map(([reason, ones]) => (
          <li key={reason}>
            <span className="flex items-center gap-2 text-ink-2">
              <span className="tabular-nums">{formatCount(ones.length)}</span>
              <span>{words[reason]}</span>
              <Button
                size="sm"
                variant="ghost"
                aria-expanded={shown === reason}
                onClick={() => setShown(shown === reason ? null : reason)}
              >
                {shown === reason ? 'Hide' : 'Show'}
              </Button>
            </span>
            {shown === reason ? (
              <ul className="max-h-48 overflow-y-auto text-xs">
                {ones.slice(0, listedMax).map((one) => (
                  <li key={one.cluster} className="flex gap-3 py-0.5">
                    <span className="ident min-w-40">{one.cluster}</span>
                    <span className="text-ink-3">{one.detail}</span>
                  </li>
                ))}
                {ones.length > listedMax ? (
                  <li className="py-0.5 text-ink-3">and {formatCount(ones.length - listedMax)} more</li>
                ) : null}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
