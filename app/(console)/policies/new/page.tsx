import type { Metadata } from 'next'
import { Page } from '@/components/layout/page'
import { NewPolicy } from '@/components/policies/new-policy'
import { listPolicies } from '@/lib/policies/queries'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

export const metadata: Metadata = { title: 'New policy' }

/** A name, a template, then the builder. */
export default async function NewPolicyPage() {
  const session = await requireSession()
  const write = session.can('policy:write')
  const policies = await listPolicies(poolSql(session.services.pool))
  return (
    <Page wide>
      <NewPolicy
        taken={policies.map((policy) => policy.name)}
        publishRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}
