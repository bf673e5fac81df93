'use client'

import { StackedBar } from '@/components/ui/progress'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { BudgetGroupDto } from '@/lib/disruption/dto'

/** How many places of a group are taken, by what, and who waits for one. */
export function GroupUse({
  group: { group, clusters, max, used, disturbed, waiting },
}: {
  group: BudgetGroupDto
}) {
  const name = group.join(', ') || 'All of them'
  const broken = disturbed.filter(({ state }) => state === 'broken').length
  return (
    <li
      className="min-w-0"
      title={disturbed.map(({ cluster, state }) => `${cluster}: ${words[state]}`).join('\n')}
    >
      <p className="flex items-baseline gap-2 text-xs">
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <span className={used >= max ? 'text-warning tabular-nums' : 'text-ink-2 tabular-nums'}>
          {formatCount(used)} of {formatCount(max)}
        </span>
      </p>
      <div className="my-1 flex">
        <StackedBar
          label={`${name}, ${formatNoun(max, 'place')}`}
          height={6}
          total={Math.max(max, used)}
          parts={[
            { key: 'broken', tone: 'failed', count: broken, label: words.broken },
            { key: 'flight', tone: 'running', count: used - broken, label: words.in_flight },
            { key: 'free', tone: 'waiting', count: Math.max(0, max - used), label: 'free' },
          ]}
        />
      </div>
      <p className="text-2xs text-ink-3">
        {formatNoun(clusters, 'cluster')}
        {waiting.length > 0 ? ` · ${formatNoun(waiting.length, 'rollout')} waiting for a place` : null}
      </p>
    </li>
  )
}

const words = { in_flight: 'in flight', broken: 'broken' } as const
