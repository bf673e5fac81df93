import { cache } from 'react'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'

/** Reads the rollout that a page is about, once for its title and itself. */
export const loadRollout = cache(async (id: string) => {
  const session = await requireSession()
  return { session, rollout: await orNotFound(getRollout(session.services, id)) }
})
