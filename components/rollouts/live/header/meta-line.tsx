'use client'

import Link from 'next/link'
import { StateBadge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { rolloutStyle } from '@/lib/client/state-style'
import { isFinished } from '@/lib/core/rollout/states'
import { useHeader } from '../live-context'
import { ConnectionChip } from './connection-chip'

/** What was launched, by whom and when, in one quiet line. */
export function MetaLine() {
  const rollout = useHeader()
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      {/* On a phone these two are in the summary that stays in sight. */}
      <span className="flex items-center gap-3 max-md:hidden">
        <StateBadge style={rolloutStyle[rollout.state]} />
        <ConnectionChip />
      </span>
      <span className="ident">{rollout.operation}</span>
      {rollout.policy ? (
        <span className="ident">
          {rollout.policy}@{rollout.policyRevision}
        </span>
      ) : (
        <span>policy given with the launch</span>
      )}
      <span>
        {rollout.launchedBy}, <Time at={rollout.createdAt} />
      </span>
      {isFinished(rollout.state) ? (
        <Link href={`/rollouts/${rollout.id}/replay`} className="underline underline-offset-2">
          Replay
        </Link>
      ) : null}
    </div>
  )
}
