'use client'

import Link from 'next/link'
import { StateBadge } from '@/components/ui/badge'
import { Checkbox } from '@/components/ui/checkbox'
import { StackedBar } from '@/components/ui/progress'
import { Td, Tr } from '@/components/ui/table'
import { Elapsed, Time } from '@/components/ui/time'
import { formatCount, formatNoun, formatShare } from '@/lib/client/format'
import { pauseCauseLabel, rolloutStyle } from '@/lib/client/state-style'
import type { RolloutSummaryDto } from '@/lib/rollouts/dto'
import { statePartsOf } from './state-parts'

/** One rollout in a table: where it is in its life, and apart from that how it went. */
export function RolloutRow({
  rollout,
  chosen,
  onChoose,
}: {
  rollout: RolloutSummaryDto
  /** Chosen for a comparison. */
  chosen: boolean
  onChoose: (chosen: boolean) => void
}) {
  const { state, pauseCause, counts, total } = rollout
  const badge = (
    <StateBadge
      style={rolloutStyle[state]}
      detail={state === 'paused' && pauseCause ? pauseCauseLabel[pauseCause] : undefined}
    />
  )
  const progress = (
    <div>
      <StackedBar parts={statePartsOf(counts)} total={total} height={6} label={rollout.title} />
      <p className="mt-1 text-xs text-ink-2 tabular-nums">
        {rollout.startAt ? (
          <>
            starts <Time at={rollout.startAt} />
          </>
        ) : (
          <Outcome rollout={rollout} />
        )}
      </p>
    </div>
  )
  return (
    <Tr>
      <Td className="relative z-10 w-8 max-md:hidden">
        <Checkbox
          ariaLabel={`Compare ${rollout.title} (${rollout.id})`}
          checked={chosen}
          onChange={onChoose}
        />
      </Td>
      <Td className="max-md:hidden">{badge}</Td>
      <Td className="max-md:w-full max-md:max-w-0 max-md:px-0 md:max-w-96">
        <Link
          href={`/rollouts/${rollout.id}`}
          className="block rounded-sm font-medium after:absolute after:inset-0 max-md:break-words max-md:text-pretty md:truncate"
        >
          {rollout.title}
        </Link>
        <p className="ident truncate text-ink-3">
          {rollout.operation}
          {rollout.policy
            ? ` · ${rollout.policy}@${rollout.policyRevision}`
            : ' · policy given with the launch'}
        </p>
        {/* On a phone there is room for one column: the others follow below the title. */}
        <div className="mt-1.5 flex flex-col gap-1.5 md:hidden">
          {badge}
          {progress}
        </div>
      </Td>
      <Td className="min-w-44 max-md:hidden">{progress}</Td>
      <Td className="text-ink-2 max-lg:hidden">{rollout.launchedBy}</Td>
      <Td className="text-ink-2 max-md:hidden">
        <Time at={rollout.startedAt ?? rollout.createdAt} />
      </Td>
      <Td align="end" className="text-ink-2 max-lg:hidden">
        {rollout.startedAt ? <Elapsed from={rollout.startedAt} to={rollout.finishedAt} /> : '–'}
      </Td>
    </Tr>
  )
}

/** How it went: done, and what failed with its share; never only "completed". */
export function Outcome({
  rollout: { counts, total },
}: {
  rollout: Pick<RolloutSummaryDto, 'counts' | 'total'>
}) {
  const failed = counts.failed + counts.revert_failed
  return (
    <>
      {formatCount(counts.succeeded)} of {formatNoun(total, 'cluster')} done
      {counts.reverted > 0 ? (
        <span className="text-ink-2"> · {formatCount(counts.reverted)} rolled back</span>
      ) : null}
      {failed > 0 ? (
        <span className="whitespace-nowrap text-danger">
          {' '}
          · {formatCount(failed)} failed ({formatShare(failed, total)})
        </span>
      ) : null}
      {counts.skipped > 0 ? (
        <span className="text-ink-3"> · {formatCount(counts.skipped)} skipped</span>
      ) : null}
    </>
  )
}
