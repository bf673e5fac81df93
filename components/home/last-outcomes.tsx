import Link from 'next/link'
import { Outcome } from '@/components/rollouts/rollout-row'
import { StateBadge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { rolloutStyle } from '@/lib/client/state-style'
import type { RolloutSummaryDto } from '@/lib/rollouts/dto'

/** How the last rollouts ended, newest first. */
export function LastOutcomes({ rollouts }: { rollouts: readonly RolloutSummaryDto[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {rollouts.map((rollout) => (
        <li
          key={rollout.id}
          className="relative flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 hover:bg-hover"
        >
          <span className="sm:w-48">
            <StateBadge style={rolloutStyle[rollout.state]} />
          </span>
          <Link
            href={`/rollouts/${rollout.id}`}
            className="min-w-0 flex-1 basis-48 truncate max-sm:basis-full rounded-sm font-medium after:absolute after:inset-0"
          >
            {rollout.title}
          </Link>
          <span className="text-xs text-ink-2 tabular-nums">
            <Outcome rollout={rollout} />
          </span>
          <span className="text-right text-xs text-ink-3 max-sm:ml-auto sm:w-20">
            <Time at={rollout.finishedAt ?? rollout.createdAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
