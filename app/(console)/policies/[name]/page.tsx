import type { Metadata } from 'next'
import { loadDocument } from '@/app/(console)/_load/document'
import { Page } from '@/components/layout/page'
import { PolicyBuilder } from '@/components/policies/builder/policy-builder'
import { getDraft } from '@/lib/policies/queries'

type Params = Promise<{ name: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await loadDocument('policy', (await params).name)).name }
}

/** The builder of one policy. */
export default async function PolicyPage({ params }: { params: Params }) {
  const { session, sql, name, document: policy } = await loadDocument('policy', (await params).name)
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
