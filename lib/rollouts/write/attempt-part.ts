import { attemptKey, type EngineState, type Turn } from '@/lib/core/rollout/state'
import { integers, texts } from '../array-literal'
import type { Standing } from '../load'
import type { Parts } from './parts'

/** Attempts that have ended: history. */
export function attemptPart(
  { param, ctes }: Parts,
  { head }: EngineState,
  { ended }: Turn,
  { lastSeq }: Standing,
): void {
  const columns = [
    `${param(integers(ended, ({ change }) => lastSeq + change + 1))}::bigint[]`,
    `${param(integers(ended, ({ target }) => target.id))}::bigint[]`,
    `${param(texts(ended, ({ step }) => step))}::text[]`,
    `${param(integers(ended, ({ generation }) => generation))}::int[]`,
    `${param(integers(ended, ({ number }) => number))}::int[]`,
    `${param(texts(ended, ({ target, step, generation }) => attemptKey(head, target.id, step, generation)))}::text[]`,
    `${param(integers(ended, ({ startedAt }) => startedAt))}::bigint[]`,
    `${param(integers(ended, ({ finishedAt }) => finishedAt))}::bigint[]`,
    `${param(texts(ended, ({ outcome }) => outcome))}::text[]`,
    `${param(texts(ended, ({ message }) => message))}::text[]`,
  ]
  ctes.push(
    `a AS (INSERT INTO attempt (rollout_id, seq, target_id, step, generation, number, key, started_at, finished_at, outcome, message)
     SELECT r.id, u.seq, u.target_id, u.step, u.generation, u.number, u.key, to_timestamp(u.started::float8 / 1000),
       to_timestamp(u.finished::float8 / 1000), u.outcome, u.message
     FROM r, unnest(${columns.join(', ')})
       AS u (seq, target_id, step, generation, number, key, started, finished, outcome, message))`,
  )
}
