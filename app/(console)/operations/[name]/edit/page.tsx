import type { Metadata } from 'next'
import { cache } from 'react'
import { Page } from '@/components/layout/page'
import { OperationEditor } from '@/components/operations/operation-editor'
import { getDocument } from '@/lib/documents/queries'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

type Params = Promise<{ name: string }>

/** Read once for the title and the page. */
const load = cache(async (given: string) => {
  const session = await requireSession()
  const name = decodeURIComponent(given)
  const document = await orNotFound(getDocument(poolSql(session.services.pool), 'operation', name))
  return { session, name, document }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Edit ${(await load((await params).name)).name}` }
}

/** The editor on the newest revision of an operation. */
export default async function EditOperationPage({ params }: { params: Params }) {
  const { session, document } = await load((await params).name)
  const { name, source, revision } = document
  const write = session.can('operation:write')
  return (
    <Page wide>
      <OperationEditor
        published={{ name, source, revision }}
        initial={source}
        publishRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}
