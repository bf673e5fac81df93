'use client'

import Link from 'next/link'
import { Outcome } from '@/components/rollouts/rollout-row'
import { statePartsOf } from '@/components/rollouts/state-parts'
import { StateBadge } from '@/components/ui/badge'
import { BurnBar, StackedBar } from '@/components/ui/progress'
import { Elapsed } from '@/components/ui/time'
import { formatCount } from '@/lib/client/format'
import { pauseCauseLabel, rolloutStyle } from '@/lib/client/state-style'
import type { ActiveDto } from '@/lib/home/dto'

const reasonsShown = 2

/** One rollout under way: progress, what is burnt of its budget, and what it waits for. */
export function ActiveRollout({ rollout }: { rollout: ActiveDto }) {
  const { budget, waits } = rollout
  return (
    <article className="relative flex h-full flex-col gap-2.5 rounded-lg border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex items-start gap-x-3 gap-y-1 max-sm:flex-col">
        <h3 className="w-full min-w-0 flex-1">
          <Link
            href={`/rollouts/${rollout.id}`}
            className="block truncate rounded-sm text-sm font-semibold after:absolute after:inset-0 after:rounded-lg"
          >
            {rollout.title}
          </Link>
          <span className="ident block truncate font-normal text-ink-3">
            {rollout.operation}
            {rollout.policy ? ` · ${rollout.policy}@${rollout.policyRevision}` : ''}
          </span>
        </h3>
        <StateBadge
          size="sm"
          style={rolloutStyle[rollout.state]}
          detail={rollout.pauseCause ? pauseCauseLabel[rollout.pauseCause] : undefined}
        />
      </div>
      <StackedBar parts={statePartsOf(rollout.counts)} total={rollout.total} label={rollout.title} />
      <p className="flex items-baseline gap-3 text-xs text-ink-2 tabular-nums">
        <span className="min-w-0 flex-1">
          <Outcome rollout={rollout} />
        </span>
        {rollout.startedAt ? <Elapsed from={rollout.startedAt} to={rollout.finishedAt} /> : null}
      </p>
      {budget ? (
        <div className="flex items-center gap-3">
          <span className="shrink-0 text-xs text-ink-3 tabular-nums">
            budget {formatCount(budget.charged)} of {formatCount(budget.max)}
          </span>
          <BurnBar {...budget} label="Failure budget of the rollout" />
        </div>
      ) : null}
      {waits.length > 0 ? (
        <ul className="mt-auto border-t border-line pt-2 text-xs text-ink-2">
          {waits.slice(0, reasonsShown).map((message) => (
            <li key={message} className="truncate" title={message}>
              {message}
            </li>
          ))}
          {waits.length > reasonsShown ? (
            <li className="text-ink-3">and {waits.length - reasonsShown} more reasons</li>
          ) : null}
        </ul>
      ) : null}
    </article>
  )
}
