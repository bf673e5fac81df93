'use client'

import {
  ChevronRight,
  Clock,
  Footprints,
  ShieldCheck,
  SplitSquareVertical,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { SelectorChips } from '@/components/selector/selector-chips'
import { Count } from '@/components/ui/count'
import { cx } from '@/lib/client/cx'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { PhaseFacts } from './lane-facts'

/** One phase in a line: number, name, whom it takes, how many that are now, and its gates as icons. */
export function PhaseLine({
  phase,
  facts,
  total,
  open,
  errors,
}: {
  phase: LanePhase
  facts: PhaseFacts | undefined
  total: number
  open: boolean
  /** How many problems it has. */
  errors: number
}) {
  return (
    <span className="flex min-w-0 flex-1 flex-col gap-1 text-left">
      <span className="flex min-w-0 items-center gap-2">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
        <span className="w-5 shrink-0 text-center text-xs text-ink-3 tabular-nums">{phase.index + 1}</span>
        <span className="truncate font-medium">{phase.title}</span>
        {errors > 0 ? (
          <Mark icon={<TriangleAlert size={13} />} tone="text-danger">
            {errors === 1 ? '1 problem' : `${errors} problems`}
          </Mark>
        ) : null}
        <span className="ml-auto flex shrink-0 items-center gap-2.5 text-xs text-ink-2">
          {phase.approval ? (
            <Mark icon={<ShieldCheck size={13} />}>
              {phase.approval.count === '1' ? 'approval' : `${phase.approval.count} approvals`}
            </Mark>
          ) : null}
          {phase.steps ? <Mark icon={<Footprints size={13} />}>{phase.steps}</Mark> : null}
          {phase.take ? <Mark icon={<SplitSquareVertical size={13} />}>{phase.take}</Mark> : null}
          {phase.soak ? <Mark icon={<Clock size={13} />}>{phase.soak}</Mark> : null}
          {facts ? (
            <span className="min-w-20 text-right text-sm text-ink">
              <Count value={facts.taken} of={total} />
            </span>
          ) : null}
        </span>
      </span>
      <span className="ml-11 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <SelectorChips source={phase.select} />
        {facts ? <span className="text-xs text-ink-3">{factWords(facts)}</span> : null}
        {phase.after ? (
          <span className="text-xs text-ink-3">
            {phase.after.length === 0 ? 'starts at once' : `after ${phase.after.join(', ')}`}
          </span>
        ) : null}
      </span>
    </span>
  )
}

function Mark({ icon, tone, children }: { icon: ReactNode; tone?: string; children: ReactNode }) {
  return (
    <span className={cx('flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <span aria-hidden="true">{icon}</span>
      {children}
    </span>
  )
}

function factWords(facts: PhaseFacts): string {
  const parts: string[] = []
  if (facts.taken > 0) parts.push(plural(facts.regions, 'region'), plural(facts.versions, 'version'))
  if (facts.takenByEarlier > 0) parts.push(`${facts.takenByEarlier} already taken above`)
  if (facts.matched === 0) parts.push('matches no cluster')
  else if (facts.taken === 0) parts.push('takes nothing')
  return parts.join(' · ')
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
