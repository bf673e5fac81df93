import type { Metadata } from 'next'
import { cache } from 'react'
import { ClusterView } from '@/components/fleet/cluster-view'
import { Page } from '@/components/layout/page'
import type { ClusterDto } from '@/lib/clusters/dto'
import { freezesOn } from '@/lib/clusters/freezes-on'
import { getCluster } from '@/lib/clusters/queries'
import { listBroken } from '@/lib/disruption/queries'
import { listClusterHistory } from '@/lib/fleet/cluster-history'
import { listFreezes } from '@/lib/freezes/queries'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

type Session = Awaited<ReturnType<typeof requireSession>>
type Params = Promise<{ name: string }>

/** Read once for the title and the page. */
const load = cache(async (given: string) => {
  const session = await requireSession()
  const cluster = await orNotFound(getCluster(poolSql(session.services.pool), decodeURIComponent(given)))
  return { session, cluster }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await load((await params).name)).cluster.name }
}

/** One cluster: facts, nodes, and every rollout that touched it. */
export default async function ClusterPage({ params }: { params: Params }) {
  const { session, cluster } = await load((await params).name)
  const sql = poolSql(session.services.pool)
  const write = session.can('fleet:write')
  return (
    <Page>
      <ClusterView
        cluster={cluster}
        freezes={await upcomingFreezes(session, cluster)}
        broken={(await listBroken(sql, cluster.name))[0] ?? null}
        history={await listClusterHistory(sql, cluster.id)}
        removeRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}

async function upcomingFreezes({ services }: Session, cluster: ClusterDto) {
  const now = services.now()
  const [active, upcoming] = await Promise.all([
    listFreezes(services.prisma, now, 'active'),
    listFreezes(services.prisma, now, 'upcoming'),
  ])
  return freezesOn(cluster, [...active, ...upcoming])
}
