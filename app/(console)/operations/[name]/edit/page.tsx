import type { Metadata } from 'next'
import { loadDocument } from '@/app/(console)/_load/document'
import { Page } from '@/components/layout/page'
import { OperationEditor } from '@/components/operations/operation-editor'

type Params = Promise<{ name: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Edit ${(await loadDocument('operation', (await params).name)).name}` }
}

/** The editor on the newest revision of an operation. */
export default async function EditOperationPage({ params }: { params: Params }) {
  const { session, document } = await loadDocument('operation', (await params).name)
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
