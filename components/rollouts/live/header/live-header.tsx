'use client'

import Link from 'next/link'
import { StateBadge } from '@/components/ui/badge'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { rolloutStyle } from '@/lib/client/state-style'
import { isFinished } from '@/lib/core/rollout/states'
import { useHeader } from '../live-context'
import { outcomeOf } from '../outcome'
import { useTallies } from '../use-tallies'
import { ConnectionChip } from './connection-chip'
import { Controls, type Rights } from './controls'
import { Figures } from './figures'

/** What this rollout is, how it goes, and what one can do about it. */
export function LiveHeader({ rights }: { rights: Rights }) {
  const rollout = useHeader()
  const { all } = useTallies()
  return (
    <PageHeader
      title={rollout.title}
      meta={
        <>
          <StateBadge style={rolloutStyle[rollout.state]} />
          <ConnectionChip />
          <span className="ident">{rollout.operation}</span>
          {rollout.policy ? (
            <span className="ident">
              {rollout.policy}@{rollout.policyRevision}
            </span>
          ) : (
            <span>policy of its own</span>
          )}
          <span>
            {rollout.launchedBy}, <Time at={rollout.createdAt} />
          </span>
          {isFinished(rollout.state) ? (
            <Link href={`/rollouts/${rollout.id}/replay`} className="underline underline-offset-2">
              Replay
            </Link>
          ) : null}
        </>
      }
      actions={<Controls rights={rights} />}
    >
      <p className="mt-4 max-w-4xl text-base text-pretty">
        {outcomeOf(rollout, all)}
        {rollout.startAt ? (
          <>
            {' '}
            Starts by itself <Time at={rollout.startAt} format="absolute" seconds={false} />
            {', '}
            <Time at={rollout.startAt} />.
          </>
        ) : null}
      </p>
      {rollout.pauseDetail && rollout.state === 'paused' ? (
        <p className="mt-1 max-w-prose text-sm text-pretty text-ink-2">{rollout.pauseDetail}</p>
      ) : null}
      <Figures />
    </PageHeader>
  )
}
