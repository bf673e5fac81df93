import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Page } from '@/components/layout/page'
import { PolicyBuilder } from '@/components/policies/builder/policy-builder'
import { getDocument } from '@/lib/documents/queries'
import { getDraft } from '@/lib/policies/queries'
import { AppError } from '@/lib/server/errors'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

type Params = Promise<{ name: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) }
}

/** The builder of one policy. */
export default async function PolicyPage({ params }: { params: Params }) {
  const session = await requireSession()
  const name = decodeURIComponent((await params).name)
  const sql = poolSql(session.services.pool)
  const write = session.can('policy:write')
  const [policy, draft] = await Promise.all([
    getDocument(sql, 'policy', name).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return null
      throw error
    }),
    write.allowed ? getDraft(sql, session.actor.userId, name) : null,
  ])
  if (!policy) notFound()
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
