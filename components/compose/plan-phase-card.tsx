'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Count } from '@/components/ui/count'
import { Time } from '@/components/ui/time'
import { cx } from '@/lib/client/cx'
import { formatCount, formatShare } from '@/lib/client/format'
import type { PlanPhaseDto } from '@/lib/plans/dto'

/** How many targets are listed; the whole list is in the API's answer. */
const listedMax = 200

/** One phase of a plan: size, limits and gates in a line; its clusters in order when opened. */
export function PlanPhaseCard({
  phase,
  number,
  planned,
}: {
  phase: PlanPhaseDto
  number: number
  planned: number
}) {
  const [open, setOpen] = useState(false)
  return (
    <li className="rounded-lg border border-line bg-surface">
      <button
        type="button"
        aria-expanded={open}
        disabled={phase.count === 0}
        onClick={() => setOpen(!open)}
        className="flex w-full flex-wrap items-center gap-2 rounded-lg px-3 py-2 text-left"
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx(
            'shrink-0 text-ink-3 transition-transform',
            open && 'rotate-90',
            phase.count === 0 && 'invisible',
          )}
        />
        <span className="w-5 shrink-0 text-center text-xs text-ink-3 tabular-nums">{number}</span>
        <span className="min-w-0 flex-1 basis-32">
          <span className="block truncate font-medium">{phase.title}</span>
          <span className="block text-xs text-ink-3">{limitWords(phase)}</span>
        </span>
        {/* In little room the gates follow below. */}
        {phase.gates.length > 0 ? (
          <span className="flex flex-wrap gap-1 max-sm:order-last max-sm:w-full max-sm:pl-12 sm:justify-end">
            {phase.gates.map((gate) => (
              <Badge key={gate} tone="outline">
                {gate}
              </Badge>
            ))}
          </span>
        ) : null}
        <span className="min-w-20 shrink-0 text-right">
          <Count value={phase.count} of={planned} />
        </span>
      </button>
      {open ? <Windows phase={phase} /> : null}
      {open ? <Targets phase={phase} /> : null}
    </li>
  )
}

/** When the windows in front of the phase are open next. */
function Windows({ phase }: { phase: PlanPhaseDto }) {
  return phase.windows.map(({ title, openings }) => (
    <p key={title} className="border-t border-line px-4 py-2 text-xs text-ink-2">
      Window {title}, open next{' '}
      {openings.map(({ opensAt, closesAt }, i) => (
        <span key={opensAt}>
          {i > 0 ? '; ' : ''}
          <Time at={opensAt} format="absolute" seconds={false} /> to{' '}
          <Time at={closesAt} format="absolute" seconds={false} />
        </span>
      ))}
    </p>
  ))
}

function Targets({ phase }: { phase: PlanPhaseDto }) {
  return (
    <ol className="grid max-h-72 grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4 overflow-y-auto border-t border-line px-4 py-2 text-xs">
      {phase.targets.slice(0, listedMax).map((target) => (
        <li key={target.cluster} className="flex min-w-0 gap-2 py-0.5">
          <span className="w-9 shrink-0 text-right text-ink-3 tabular-nums">{target.position}</span>
          <span className="ident truncate">{target.cluster}</span>
        </li>
      ))}
      {phase.count > listedMax ? (
        <li className="py-0.5 pl-11 text-ink-3">and {formatCount(phase.count - listedMax)} more</li>
      ) : null}
    </ol>
  )
}

function limitWords(phase: PlanPhaseDto): string {
  if (phase.count === 0) {
    return phase.matched === 0
      ? 'matches nothing of the selection'
      : 'takes nothing: all it matches are taken already'
  }
  const parts = [`${formatCount(phase.maxInFlight)} in flight at most`]
  if (phase.steps.length > 1) parts.push(`in steps up to ${phase.steps.map(formatCount).join(', ')}`)
  parts.push(
    phase.failureBudget === null
      ? 'no failure budget of its own'
      : `tolerates ${phase.failureBudget} ${phase.failureBudget === 1 ? 'failure' : 'failures'}`,
  )
  const first = phase.coverage?.[0]
  if (first && phase.steps.length > 1) {
    parts.push(
      `step 1 covers ${formatShare(first.singles.covered, first.singles.total)} of values, ${formatShare(first.pairs.covered, first.pairs.total)} of pairs`,
    )
  }
  if (phase.takenByEarlier > 0) parts.push(`${formatCount(phase.takenByEarlier)} already taken above`)
  if (phase.leftOver > 0) parts.push(`${formatCount(phase.leftOver)} left to later phases`)
  return parts.join(' · ')
}
