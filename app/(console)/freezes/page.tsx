import type { Metadata } from 'next'
import { FreezesView } from '@/components/freezes/freezes-view'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Freezes' }

/** Freezes: a calendar, a list, and what is overridden. */
export default async function FreezesPage() {
  const session = await requireSession()
  return (
    <FreezesView access={{ write: session.can('freeze:write'), override: session.can('freeze:override') }} />
  )
}
