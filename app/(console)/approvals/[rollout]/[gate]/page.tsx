import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { cache } from 'react'
import { ApprovalCard } from '@/components/approvals/approval-card'
import { getApproval } from '@/lib/approvals/queries'
import { approvalQuery } from '@/lib/approvals/query-options'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

type Params = Promise<{ rollout: string; gate: string }>

/** Read once for the title and the page. */
const load = cache(async (rollout: string, gate: string) => {
  const { services, actor } = await requireSession()
  return orNotFound(getApproval(poolSql(services.pool), rollout, gate, actor))
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { rollout, gate } = named(await params)
  return { title: (await load(rollout, gate)).question }
}

/** One approval; the first answer comes with the page, so that a phone on a slow line shows it at once. */
export default async function ApprovalPage({ params }: { params: Params }) {
  const { rollout, gate } = named(await params)
  const approval = await load(rollout, gate)
  const client = new QueryClient()
  client.setQueryData(approvalQuery(rollout, gate).queryKey, approval)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApprovalCard rollout={rollout} gate={gate} />
    </HydrationBoundary>
  )
}

const named = ({ rollout, gate }: Awaited<Params>) => ({
  rollout: decodeURIComponent(rollout),
  gate: decodeURIComponent(gate),
})
