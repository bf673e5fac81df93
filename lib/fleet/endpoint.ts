import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { endpoint } from '@/lib/api/endpoint'
import { poolSql } from '@/lib/server/sql'
import { readRoster, rosterTag } from './read-roster'

const compress = promisify(gzip)

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
    const headers = { etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding, cookie' }
    if (request.headers.get('if-none-match')?.replace(/^W\//, '') === etag) {
      return new Response(null, { status: 304, headers })
    }
    const text = JSON.stringify(await readRoster(sql))
    const json = { ...headers, 'content-type': 'application/json; charset=utf-8' }
    if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
      return new Response(text, { headers: json })
    }
    const packed = new Uint8Array(await compress(text, { level: 6 }))
    return new Response(packed, { headers: { ...json, 'content-encoding': 'gzip' } })
  },
})
