import type { Metadata } from 'next'
import { AuditView } from '@/components/audit/audit-view'
import { ForbiddenState } from '@/components/ui/forbidden-state'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Audit' }

/** The audit log, for those who may read it. */
export default async function AuditPage() {
  const session = await requireSession()
  const access = session.can('audit:read')
  return access.allowed ? (
    <AuditView />
  ) : (
    <ForbiddenState level={1} title="The audit log is not yours to read" reason={access.reason} />
  )
}
