import type { Metadata } from 'next'
import { loadDocument } from '@/app/(console)/_load/document'
import { Page } from '@/components/layout/page'
import { OperationView } from '@/components/operations/operation-view'
import { resolveOperation } from '@/lib/core/operation/resolve'
import type { OperationDocument } from '@/lib/core/operation/types'

type Params = Promise<{ name: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await loadDocument('operation', (await params).name)).name }
}

/** One operation: what it asks for, how it acts, and its text. */
export default async function OperationPage({ params }: { params: Params }) {
  const { session, document } = await loadDocument('operation', (await params).name)
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
