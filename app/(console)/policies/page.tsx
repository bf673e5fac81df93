import type { Metadata } from 'next'
import { Page } from '@/components/layout/page'
import { PolicyList } from '@/components/policies/policy-list'
import { listDrafts, listPolicies } from '@/lib/policies/queries'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

export const metadata: Metadata = { title: 'Policies' }

/** All policies, and one's own drafts. */
export default async function PoliciesPage() {
  const session = await requireSession()
  const sql = poolSql(session.services.pool)
  const [policies, drafts] = await Promise.all([listPolicies(sql), listDrafts(sql, session.actor.userId)])
  return (
    <Page>
      <PolicyList policies={policies} drafts={drafts} />
    </Page>
  )
}
