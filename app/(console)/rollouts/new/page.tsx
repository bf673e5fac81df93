import type { Metadata } from 'next'
import { ComposeRollout } from '@/components/compose/compose-rollout'
import { Page } from '@/components/layout/page'
import { PageHeader } from '@/components/ui/page-header'
import { listOperations } from '@/lib/operations/queries'
import { listPolicies } from '@/lib/policies/queries'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { AppError } from '@/lib/server/errors'
import type { WebServices } from '@/lib/server/next/services'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

export const metadata: Metadata = { title: 'New rollout' }

type Query = Promise<{ operation?: string; policy?: string; select?: string; like?: string }>

/** Composing a rollout: operation, clusters, policy, preview, launch. */
export default async function NewRolloutPage({ searchParams }: { searchParams: Query }) {
  const session = await requireSession()
  const sql = poolSql(session.services.pool)
  const launch = session.can('rollout:launch')
  const query = await searchParams
  const [operations, policies, model] = await Promise.all([
    listOperations(sql),
    listPolicies(sql),
    modelOf(session.services, one(query.like)),
  ])
  return (
    <Page wide>
      <PageHeader title="New rollout" meta="Nothing happens before you press Launch." />
      <ComposeRollout
        operations={operations}
        policies={policies}
        initial={{
          operation: one(query.operation) ?? model?.operation ?? null,
          policy: one(query.policy) ?? model?.policy ?? null,
          select: one(query.select) ?? model?.select ?? 'true',
          params: model?.params ?? {},
        }}
        launchRefusal={launch.allowed ? null : launch.reason}
      />
    </Page>
  )
}

/** The rollout after which a new one is modelled; null when there is none of this name. */
async function modelOf(services: WebServices, like: string | undefined): Promise<RolloutDto | null> {
  if (like === undefined) return null
  try {
    return await getRollout(services, like)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}

/** A parameter given twice is a list; the first counts. */
const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
