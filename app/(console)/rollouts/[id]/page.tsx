import type { Metadata } from 'next'
import { cache } from 'react'
import { preload } from 'react-dom'
import { LiveRollout } from '@/components/rollouts/live/live-rollout'
import { thisBuild } from '@/lib/api/build'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { rosterPath } from '@/lib/stream/roster'

type Params = Promise<{ id: string }>

/** Read once for the title and the page. */
const load = cache(async (id: string) => {
  const session = await requireSession()
  return { session, rollout: await orNotFound(getRollout(session.services, id)) }
})

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: (await load((await params).id)).rollout.title }
}

/** One rollout, live. What is known now comes with the page; the stream goes on from there. */
export default async function RolloutPage({ params }: { params: Params }) {
  const { id } = await params
  // What never changes comes beside the program instead of after it.
  if (/^\d+$/.test(id)) preload(rosterPath(id, thisBuild), { as: 'fetch', crossOrigin: 'anonymous' })
  const { session, rollout } = await load(id)
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
