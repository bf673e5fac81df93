import type { Metadata } from 'next'
import { FreezesView } from '@/components/freezes/freezes-view'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Freezes' }

/** Freezes with their calendar, and disruption budgets. */
export default async function FreezesPage() {
  const session = await requireSession()
  return (
    <FreezesView
      access={{ write: session.can('freeze:write'), override: session.can('freeze:override') }}
      budgets={{
        write: session.can('disruption:write'),
        acknowledge: session.can('disruption:acknowledge'),
      }}
    />
  )
}
