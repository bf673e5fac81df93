import { endpoint } from '@/lib/api/endpoint'
import { poolSql } from '@/lib/server/sql'
import { listInFlight } from './list-in-flight'
import { readRoster, rosterTag } from './read-roster'

/** The whole fleet in columns, for the console; nothing is sent again while nothing changed. */
export const fleetRoster = endpoint({
  method: 'GET',
  path: '/api/fleet/roster',
  id: 'fleetRoster',
  tag: 'Console',
  summary: 'The whole fleet in columns',
  permission: 'fleet:read',
  answers: { 200: { description: 'The roster' }, 304: { description: 'Nothing changed' } },
  handle: async ({ services, request }) => {
    const sql = poolSql(services.pool)
    // The tag is read first: a change in between makes the next request ask again, never keep what is old.
    const etag = await rosterTag(sql)
    // Weak, as the server packs the answer on its way out.
    const headers = { etag: `W/${etag}`, 'cache-control': 'private, no-cache' }
    if (request.headers.get('if-none-match')?.replace(/^W\//, '') === etag) {
      return new Response(null, { status: 304, headers })
    }
    return Response.json(await readRoster(sql), { headers })
  },
})

/** Which clusters rollouts are at work on now, for the map of the fleet. */
export const fleetInFlight = endpoint({
  method: 'GET',
  path: '/api/fleet/in-flight',
  id: 'fleetInFlight',
  tag: 'Console',
  summary: 'Clusters that rollouts are at work on now',
  permission: 'fleet:read',
  answers: { 200: { description: 'At most 10,000' } },
  handle: ({ services }) => listInFlight(poolSql(services.pool)),
})
