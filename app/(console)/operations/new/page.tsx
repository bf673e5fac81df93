import type { Metadata } from 'next'
import { Page } from '@/components/layout/page'
import { OperationEditor } from '@/components/operations/operation-editor'
import { newOperationSource } from '@/lib/core/operation/template'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'New operation' }

/** The editor on an operation to begin with; nothing is stored before it is published. */
export default async function NewOperationPage() {
  const session = await requireSession()
  const write = session.can('operation:write')
  return (
    <Page wide>
      <OperationEditor
        published={null}
        initial={newOperationSource}
        publishRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}
