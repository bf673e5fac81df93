'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { Callout } from '@/components/ui/callout'
import { api } from '@/lib/client/api'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { BusyRolloutDto } from '@/lib/plans/busy-clusters'
import type { PlanDto } from '@/lib/plans/dto'

/** Says with which rollouts under way a plan would compete for clusters. */
export function PlanConflicts({ plan }: { plan: PlanDto }) {
  const { data } = useQuery({
    queryKey: ['plan-conflicts'],
    queryFn: ({ signal }) => api<BusyRolloutDto[]>('GET', '/api/fleet/busy', { signal }),
    refetchInterval: 10_000,
  })
  const conflicts = useMemo(() => conflictsOf(plan, data ?? []), [plan, data])
  if (conflicts.length === 0) return null
  return (
    <Callout tone="warning" title="Other rollouts want the same clusters">
      <ul>
        {conflicts.map(({ rollout, title, shared, inFlight }) => (
          <li key={rollout}>
            <Link href={`/rollouts/${rollout}`} className="font-medium underline underline-offset-2">
              {title}
            </Link>
            : {formatNoun(shared, 'cluster')}
            {inFlight > 0 ? `, ${formatCount(inFlight)} in flight there now` : ''}
          </li>
        ))}
      </ul>
      <p className="mt-1">
        One rollout at a time works on a cluster: whichever comes first holds it, the other waits and says so.
      </p>
    </Callout>
  )
}

function conflictsOf(plan: PlanDto, busy: readonly BusyRolloutDto[]) {
  if (busy.length === 0) return []
  const planned = new Set(plan.phases.flatMap(({ targets }) => targets.map(({ cluster }) => cluster)))
  const count = (clusters: readonly string[]) => clusters.filter((cluster) => planned.has(cluster)).length
  return busy.flatMap(({ rollout, title, waiting, inFlight }) => {
    const flying = count(inFlight)
    const shared = count(waiting) + flying
    return shared > 0 ? [{ rollout, title, shared, inFlight: flying }] : []
  })
}
