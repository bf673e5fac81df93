import type { Metadata } from 'next'
import { Page } from '@/components/layout/page'
import { OperationList } from '@/components/operations/operation-list'
import { listOperations } from '@/lib/operations/queries'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

export const metadata: Metadata = { title: 'Operations' }

/** The catalogue of what can be done to a cluster. */
export default async function OperationsPage() {
  const session = await requireSession()
  const write = session.can('operation:write')
  return (
    <Page>
      <OperationList
        operations={await listOperations(poolSql(session.services.pool))}
        publishRefusal={write.allowed ? null : write.reason}
      />
    </Page>
  )
}
