import type { Metadata } from 'next'
import { RolloutList } from '@/components/rollouts/rollout-list'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Rollouts' }

/** Every rollout, running or past. */
export default async function RolloutsPage() {
  await requireSession()
  return <RolloutList />
}
