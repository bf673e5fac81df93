import type { Metadata } from 'next'
import { cache } from 'react'
import { ReplayView } from '@/components/history/replay-view'
import { Page } from '@/components/layout/page'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'

type Params = Promise<{ id: string }>

/** Read once for the title and the page. */
const load = cache(async (id: string) => {
  const session = await requireSession()
  return orNotFound(getRollout(session.services, id))
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Replay of ${(await load((await params).id)).title}` }
}

/** One rollout once more, from its event log. */
export default async function ReplayPage({ params }: { params: Params }) {
  const rollout = await load((await params).id)
  return (
    <Page wide>
      <ReplayView rollout={rollout} />
    </Page>
  )
}
