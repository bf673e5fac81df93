import type { Metadata } from 'next'
import { ReplayView } from '@/components/history/replay-view'
import { Page } from '@/components/layout/page'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Replay' }

/** One rollout once more, from its event log. */
export default async function ReplayPage({ params }: { params: Promise<{ id: string }> }) {
  const session = await requireSession()
  const rollout = await orNotFound(getRollout(session.services, (await params).id))
  return (
    <Page wide>
      <ReplayView rollout={rollout} />
    </Page>
  )
}
