import type { Metadata } from 'next'
import { cache } from 'react'
import { Page } from '@/components/layout/page'
import { PolicyBuilder } from '@/components/policies/builder/policy-builder'
import { getDocument } from '@/lib/documents/queries'
import { getDraft } from '@/lib/policies/queries'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

type Params = Promise<{ name: string }>

/** Read once for the title and the page. */
const load = cache(async (given: string) => {
  const session = await requireSession()
  const sql = poolSql(session.services.pool)
  const name = decodeURIComponent(given)
  return { session, sql, name, policy: await orNotFound(getDocument(sql, 'policy', name)) }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await load((await params).name)).name }
}

/** The builder of one policy. */
export default async function PolicyPage({ params }: { params: Params }) {
  const { session, sql, name, policy } = await load((await params).name)
  const write = session.can('policy:write')
  const draft = write.allowed ? await getDraft(sql, session.actor.userId, name) : null
  return (
    <Page wide>
      <PolicyBuilder
        key={`${policy.name}@${policy.revision}`}
        name={policy.name}
        initial={policy.source}
        draft={draft}
        published={{ source: policy.source, revision: policy.revision }}
        publishRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}
