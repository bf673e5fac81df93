import type { Metadata } from 'next'
import { ComposeRollout } from '@/components/compose/compose-rollout'
import { Page } from '@/components/layout/page'
import { PageHeader } from '@/components/ui/page-header'
import { listOperations } from '@/lib/operations/queries'
import { listPolicies } from '@/lib/policies/queries'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

export const metadata: Metadata = { title: 'New rollout' }

type Query = Promise<{ operation?: string; policy?: string; select?: string }>

/** Composing a rollout: operation, clusters, policy, preview, launch. */
export default async function NewRolloutPage({ searchParams }: { searchParams: Query }) {
  const session = await requireSession()
  const sql = poolSql(session.services.pool)
  const launch = session.can('rollout:launch')
  const [query, operations, policies] = await Promise.all([
    searchParams,
    listOperations(sql),
    listPolicies(sql),
  ])
  return (
    <Page wide>
      <PageHeader title="New rollout" meta="Nothing happens before you press Launch." />
      <ComposeRollout
        operations={operations}
        policies={policies}
        initial={{
          operation: one(query.operation) ?? null,
          policy: one(query.policy) ?? null,
          select: one(query.select) ?? 'true',
        }}
        launchRefusal={launch.allowed ? null : launch.reason}
      />
    </Page>
  )
}

/** A parameter given twice is a list; the first counts. */
const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
