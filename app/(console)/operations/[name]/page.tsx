import type { Metadata } from 'next'
import { cache } from 'react'
import { Page } from '@/components/layout/page'
import { OperationView } from '@/components/operations/operation-view'
import { resolveOperation } from '@/lib/core/operation/resolve'
import type { OperationDocument } from '@/lib/core/operation/types'
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
  return { title: (await load((await params).name)).name }
}

/** One operation: what it asks for, how it acts, and its text. */
export default async function OperationPage({ params }: { params: Params }) {
  const { session, document } = await load((await params).name)
  const write = session.can('operation:write')
  return (
    <Page>
      <OperationView
        document={document}
        // What is stored was read and checked when it was published.
        operation={resolveOperation(document.document as unknown as OperationDocument)}
        publishRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}
