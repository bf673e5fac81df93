'use client'

import { useMemo } from 'react'
import { Callout } from '@/components/ui/callout'
import { cx } from '@/lib/client/cx'
import { formatCount, formatNoun } from '@/lib/client/format'
import { compareAssignments, type PhaseEffect } from '@/lib/core/plan/compare-assignments'
import { readPolicy } from '@/lib/core/policy/read'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { type Durations, EffectInTime, useDurations } from './effect-in-time'
import { longerWords } from './span-words'

/** What a change of a policy does to today's fleet: `AWS canary 120 → 312, 3 h longer`. */
export function EffectDifference({
  before,
  after,
  clusters,
}: {
  before: string
  after: string
  clusters: readonly ClusterFacts[] | undefined
}) {
  const effect = useMemo(() => {
    const [old, now] = [readPolicy(before).document, readPolicy(after).document]
    return old && now && clusters ? compareAssignments(old, now, clusters) : null
  }, [before, after, clusters])
  const time = useDurations(before, after)
  if (!clusters) return <p className="text-sm text-ink-2">The fleet is loading…</p>
  if (!effect) {
    return (
      <Callout tone="warning" title="There is no effect to compute yet">
        One of the two texts has problems; mend them first.
      </Callout>
    )
  }
  const { untaken, moved, phases } = effect
  const most = Math.max(1, ...phases.map((phase) => Math.max(phase.before ?? 0, phase.after ?? 0)))
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-2">
        {moved === 0
          ? 'Every cluster of today’s fleet stays in its phase.'
          : `${formatNoun(moved, 'cluster')} of today’s fleet would be in another phase than before, or newly in one or in none.`}
      </p>
      <ul aria-label="Effect on the fleet" className="flex flex-col gap-2.5">
        {phases.map((phase) => (
          <li key={phase.id}>
            <Row phase={phase} most={most} longer={longerOf(phase, time.durations)} />
          </li>
        ))}
        {untaken.before > 0 || untaken.after > 0 ? (
          <li>
            <Row
              phase={{
                id: '',
                title: 'No phase',
                ...untaken,
                came: Math.max(0, untaken.after - untaken.before),
                left: Math.max(0, untaken.before - untaken.after),
              }}
              most={most}
            />
          </li>
        ) : null}
      </ul>
      <EffectInTime time={time} />
    </div>
  )
}

/** Says how much longer a phase takes; nothing for one that is new or gone, or where that is not known. */
function longerOf({ id }: PhaseEffect, durations: Durations | null): string | null {
  const [was, is] = [durations?.before.get(id), durations?.after.get(id)]
  return was === undefined || is === undefined ? null : longerWords(was, is)
}

function Row({ phase, most, longer = null }: { phase: PhaseEffect; most: number; longer?: string | null }) {
  const { before, after, came, left } = phase
  const changed = came > 0 || left > 0 || before === null || after === null
  return (
    <div className={cx('text-sm', !changed && 'text-ink-3')}>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 flex-1 truncate font-medium">{phase.title}</span>
        <span className="tabular-nums">
          {before === null ? 'new' : formatCount(before)}
          {changed ? ` → ${after === null ? 'gone' : formatCount(after)}` : ''}
        </span>
        <span className="w-28 text-right text-xs text-ink-3 tabular-nums">
          {changed
            ? [came > 0 && `+${formatCount(came)}`, left > 0 && `−${formatCount(left)}`]
                .filter(Boolean)
                .join(' ')
            : 'the same'}
        </span>
      </p>
      {longer ? <p className="text-xs text-ink-2">{longer}</p> : null}
      <div aria-hidden="true" className="mt-1 flex flex-col gap-px">
        <Bar share={(before ?? 0) / most} look="bg-line-strong" />
        <Bar share={(after ?? 0) / most} look={changed ? 'bg-accent' : 'bg-line-strong'} />
      </div>
    </div>
  )
}

const Bar = ({ share, look }: { share: number; look: string }) => (
  <div
    className={cx('h-1 rounded-full', look)}
    style={{ width: `${Math.max(share > 0 ? 0.5 : 0, share * 100)}%` }}
  />
)
