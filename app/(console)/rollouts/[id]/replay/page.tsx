import type { Metadata } from 'next'
import { loadRollout } from '@/app/(console)/_load/rollout'
import { ReplayView } from '@/components/history/replay-view'
import { Page } from '@/components/layout/page'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Replay of ${(await loadRollout((await params).id)).rollout.title}` }
}

/** One rollout once more, from its event log. */
export default async function ReplayPage({ params }: { params: Params }) {
  const { rollout } = await loadRollout((await params).id)
  return (
    <Page wide>
      <ReplayView rollout={rollout} />
    </Page>
  )
}
