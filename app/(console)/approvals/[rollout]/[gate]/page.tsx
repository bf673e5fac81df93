import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApprovalCard } from '@/components/approvals/approval-card'
import { getApproval } from '@/lib/approvals/queries'
import { approvalQuery } from '@/lib/approvals/query-options'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

export const metadata: Metadata = { title: 'Approval' }

/** One approval; the first answer comes with the page, so that a phone on a slow line shows it at once. */
export default async function ApprovalPage({
  params,
}: {
  params: Promise<{ rollout: string; gate: string }>
}) {
  const { services, actor } = await requireSession()
  const given = await params
  const rollout = decodeURIComponent(given.rollout)
  const gate = decodeURIComponent(given.gate)
  const approval = await orNotFound(getApproval(poolSql(services.pool), rollout, gate, actor))
  const client = new QueryClient()
  client.setQueryData(approvalQuery(rollout, gate).queryKey, approval)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApprovalCard rollout={rollout} gate={gate} />
    </HydrationBoundary>
  )
}
