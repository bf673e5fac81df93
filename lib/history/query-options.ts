import { queryOptions } from '@tanstack/react-query'
import { thisBuild } from '@/lib/api/build'
import { api } from '@/lib/client/api'
import type { RosterDto } from '@/lib/stream/roster'
import { readRoster, rosterPath } from '@/lib/stream/roster'
import type { ReplayDto } from './dto'
import { ReplayTrack } from './replay-track'

/** Everything a replay of one rollout needs, read once. */
export const replayQuery = (id: string) =>
  queryOptions({
    queryKey: ['replay', id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // A class instance must not be compared and copied with an older answer.
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const path = `/api/rollouts/${encodeURIComponent(id)}`
      const roster = readRoster(await api<RosterDto>('GET', rosterPath(id, thisBuild), { signal }))
      const track = new ReplayTrack(roster)
      let after = 0
      for (let more = true; more; ) {
        const page = await api<ReplayDto>('GET', `${path}/replay?after=${after}`, { signal })
        track.add(page)
        after = page.last
        more = page.more
      }
      return track
    },
  })
