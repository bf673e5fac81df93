import type { EngineState, Turn } from '@/lib/core/rollout/state'
import { newsOf } from '@/lib/notifications/news-of-change'
import type { Standing } from '../load'
import type { Parts, WriteOptions } from './parts'

/** What notification routes are to be told: written with the events themselves, so none is lost and none is early. */
export function newsPart(
  { param, ctes }: Parts,
  state: EngineState,
  { changes }: Turn,
  { lastSeq }: Standing,
  { actor }: WriteOptions,
): void {
  const rows = changes.flatMap((change, index) => {
    const news = newsOf(state, change)
    const seq = lastSeq + index + 1
    return news ? [{ seq, event: news.event, body: { ...news.body, seq, actor } }] : []
  })
  ctes.push(
    `n AS (INSERT INTO notification_delivery (route_id, event, rollout_id, body, due_at)
     SELECT nr.id, u.event, r.id, u.body, now()
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb) AS u (seq bigint, event text, body jsonb),
       r, notification_route nr
     WHERE nr.enabled AND u.event = ANY (nr.events) ORDER BY u.seq)`,
  )
}
