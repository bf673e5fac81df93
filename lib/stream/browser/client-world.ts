import { thisBuild } from '@/lib/api/build'
import { noteBuild } from '@/lib/client/updated'

/** What the client needs of its surroundings; tests bring their own. */
export interface ClientWorld {
  fetch: typeof fetch
  now(): number
  random(): number
  /** The build that the client is of: it understands what that build sends, and nothing else. */
  build: string
}

export const browserWorld: ClientWorld = {
  fetch: async (...args) => {
    const response = await fetch(...args)
    noteBuild(response)
    return response
  },
  now: () => Date.now(),
  random: () => Math.random(),
  build: thisBuild,
}
