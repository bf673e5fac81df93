import type { Metadata } from 'next'
import { preload } from 'react-dom'
import { loadRollout } from '@/app/(console)/_load/rollout'
import { LiveRollout } from '@/components/rollouts/live/live-rollout'
import { thisBuild } from '@/lib/api/build'
import { rosterPath } from '@/lib/stream/roster'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await loadRollout((await params).id)).rollout.title }
}

/** One rollout, live. What is known now comes with the page; the stream goes on from there. */
export default async function RolloutPage({ params }: { params: Params }) {
  const { id } = await params
  // What never changes comes beside the program instead of after it.
  if (/^\d+$/.test(id)) preload(rosterPath(id, thisBuild), { as: 'fetch', crossOrigin: 'anonymous' })
  const { session, rollout } = await loadRollout(id)
  const control = session.can('rollout:control')
  const override = session.can('gate:override')
  const acknowledge = session.can('disruption:acknowledge')
  const audit = session.can('audit:read')
  return (
    <LiveRollout
      initial={rollout}
      rights={{
        control: control.allowed ? null : control.reason,
        override: override.allowed ? null : override.reason,
        acknowledge: acknowledge.allowed ? null : acknowledge.reason,
        audit: audit.allowed ? null : audit.reason,
      }}
    />
  )
}
