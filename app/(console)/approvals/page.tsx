import type { Metadata } from 'next'
import { ApprovalInbox } from '@/components/approvals/approval-inbox'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Approvals' }

/** What waits for a person, in all rollouts. */
export default async function ApprovalsPage() {
  await requireSession()
  return <ApprovalInbox />
}
