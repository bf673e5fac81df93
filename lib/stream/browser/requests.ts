import { isOfAnotherBuild } from '@/lib/api/build'
import { type RosterDto, readRoster, rosterPath } from '@/lib/stream/roster'
import type { ClientWorld } from './client-world'
import { RolloutStore } from './rollout-store'

/** Why a stream ends for good. */
export type EndReason = 'session' | 'gone' | 'refused' | 'updated'

/** The server will not have us: trying again is of no use. */
export class Refused extends Error {
  constructor(
    readonly reason: EndReason,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Asks for the stream of one rollout from a sequence number on (-1 = everything), at most every so many ms.
 * @throws Refused when trying again is of no use, Error for all else.
 */
export async function openStream(
  world: ClientWorld,
  rollout: string,
  { since, everyMs, signal }: { since: number; everyMs: number | null; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const every = everyMs === null ? '' : `&every=${everyMs}`
  const path = `/api/rollouts/${rollout}/live?since=${since}${every}`
  const response = await request(world, path, { signal, cache: 'no-store' })
  if (!response.body) throw new Error('the stream has no body')
  return response.body
}

/**
 * Reads who is who, which the browser keeps for an hour and for one build; `anew` reads past what it keeps.
 * @throws Refused when trying again is of no use, Error for all else.
 */
export async function fetchRoster(
  world: ClientWorld,
  rollout: string,
  { anew, signal }: { anew: boolean; signal: AbortSignal },
): Promise<RolloutStore> {
  const cache = anew ? 'reload' : 'default'
  const response = await request(world, rosterPath(rollout, world.build), { signal, cache })
  return new RolloutStore(readRoster((await response.json()) as RosterDto))
}

async function request(world: ClientWorld, path: string, init: RequestInit): Promise<Response> {
  const response = await world.fetch(path, init)
  // Before anything of it is read: what another build sends may look alike and mean something else.
  if (isOfAnotherBuild(response, world.build)) throw new Refused('updated', 'The console was updated.')
  if (response.ok) return response
  if (response.status === 401) throw new Refused('session', 'You are signed out.')
  if (response.status === 404) throw new Refused('gone', 'This rollout does not exist any more.')
  if (response.status === 403) throw new Refused('refused', 'You may not see this rollout.')
  throw new Error(`the server answered ${response.status}`)
}
