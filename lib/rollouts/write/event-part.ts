import type { Recorded } from '@/lib/core/rollout/change'
import type { EngineState, Turn } from '@/lib/core/rollout/state'
import { integers, texts } from '../array-literal'
import type { Standing } from '../load'
import { json, type Parts, type WriteOptions } from './parts'

/**
 * The events of the turn, numbered on from the last one and never before it: clocks of several machines differ by
 * some milliseconds, and whoever replays a log counts on its order.
 */
export function eventPart(
  { param, ctes }: Parts,
  state: EngineState,
  { changes }: Turn,
  { lastSeq }: Standing,
  { actor, now }: WriteOptions,
): void {
  const told = changes.some((change) => dataOf(change) !== null)
  const columns = [
    `${param(texts(changes, ({ type }) => type))}::text[]`,
    `${param(texts(changes, (change) => phaseIdOf(state, change)))}::text[]`,
    `${param(integers(changes, (change) => ('target' in change ? change.target.id : null)))}::bigint[]`,
    `${param(texts(changes, (change) => ('target' in change ? change.target.cluster : null)))}::text[]`,
    `${param(integers(changes, ({ attempt }) => attempt))}::int[]`,
    ...(told ? [`${param(texts(changes, dataOf))}::text[]`] : []),
  ]
  const last = `${param(lastSeq)}::bigint`
  const before = `(SELECT at FROM event WHERE rollout_id = ${param(state.head.id)} AND seq = ${last})`
  ctes.push(
    `e AS (INSERT INTO event (rollout_id, seq, at, type, phase, target_id, cluster, attempt, actor, data)
     SELECT r.id, ${last} + u.n, greatest(to_timestamp(${param(now)}::float8 / 1000), ${before}), u.type, u.phase,
       u.target_id, u.cluster, u.attempt, ${param(actor)}, ${told ? 'u.data::jsonb' : 'NULL'}
     FROM r, unnest(${columns.join(', ')}) WITH ORDINALITY
       AS u (type, phase, target_id, cluster, attempt, ${told ? 'data, ' : ''}n))`,
  )
}

function phaseIdOf(state: EngineState, change: Recorded): string | null {
  if ('target' in change) return state.phases[change.target.phase]?.id ?? null
  if ('gate' in change) return state.phases[change.gate.phase]?.id ?? null
  if ('phase' in change) return change.phase?.id ?? null
  return null
}

/** What an event carries; a gate's events name their gate, a guard's their guard. */
function dataOf(change: Recorded): string | null {
  const data = 'data' in change ? change.data : null
  if ('gate' in change) return JSON.stringify({ gate: change.gate.id, ...data })
  if ('guard' in change) return JSON.stringify({ guard: change.guard.spec.name, ...data })
  return json(data)
}
