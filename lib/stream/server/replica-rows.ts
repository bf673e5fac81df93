import type pg from 'pg'
import type { TargetState } from '@/lib/core/rollout/states'
import { transaction } from '@/lib/server/sql'
import { Replica } from './replica'

/** What the stream reads of a target's row. */
export interface TargetRow {
  id: number
  phase_index: number
  state: TargetState
  /** It backs off before its next try. */
  retrying: boolean
  progress: number | null
  reason: string | null
  message: string | null
  started_at: Date | null
  finished_at: Date | null
}

const columns = `t.id, t.phase_index, t.state, t.retry_at IS NOT NULL AS retrying, t.progress,
       t.reason, t.message, t.started_at, t.finished_at`

/** Reads a rollout and all its targets in one snapshot; null when there is no such rollout. */
export async function loadReplica(pool: pg.Pool, rolloutId: number): Promise<Replica | null> {
  return transaction(
    pool,
    async (tx) => {
      const [rollout] = await tx.query<{ last_seq: number; phases: number }>(
        `SELECT last_seq, (SELECT count(*)::int FROM phase WHERE rollout_id = rollout.id) AS phases
           FROM rollout WHERE id = $1`,
        [rolloutId],
      )
      if (!rollout) return null
      const rows = await tx.query<TargetRow>(
        `SELECT ${columns} FROM target t WHERE t.rollout_id = $1 ORDER BY t.phase_index, t.position`,
        [rolloutId],
      )
      return new Replica(rows, rollout.phases, rollout.last_seq)
    },
    { readOnly: true },
  )
}

export interface Changes {
  /** Events up to here are contained; null = there were none. */
  seq: number | null
  /** How many events these are. */
  events: number
  /** Something else than single targets changed: the rollout, a phase, a gate. */
  whole: boolean
  /** What is left was planned anew: targets stand elsewhere, so what was read of their order is void. */
  amended: boolean
  rows: TargetRow[]
}

type ChangeRow = TargetRow & {
  seq: number | null
  events: number
  whole: boolean | null
  amended: boolean | null
}

/**
 * Reads which targets the events after `after` speak of, as those targets are now. One statement, so events
 * and rows are of one moment, and as events are written together with their rows, nothing is missed.
 */
export async function readChanges(
  pool: pg.Pool,
  rolloutId: number,
  after: number,
  limit: number,
): Promise<Changes> {
  const found = await pool.query<ChangeRow>(
    `WITH e AS MATERIALIZED (
       SELECT seq, target_id, type FROM event WHERE rollout_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
     ), s AS (
       SELECT max(seq) AS seq, count(*)::int AS events, bool_or(target_id IS NULL) AS whole,
         bool_or(type = 'rollout.amended') AS amended FROM e
     )
     SELECT s.seq, s.events, s.whole, s.amended, ${columns}
       FROM s LEFT JOIN target t
         ON t.id = ANY (ARRAY(SELECT DISTINCT target_id FROM e WHERE target_id IS NOT NULL))`,
    [rolloutId, after, limit],
  )
  const [head] = found.rows
  return {
    seq: head?.seq ?? null,
    events: head?.events ?? 0,
    whole: head?.whole ?? false,
    amended: head?.amended ?? false,
    rows: found.rows.filter((row) => row.id !== null),
  }
}

/** Tells whether what is left of a rollout was planned anew after an event. */
export async function isAmendedSince(pool: pg.Pool, rolloutId: number, after: number): Promise<boolean> {
  const found = await pool.query(
    `SELECT 1 FROM event WHERE rollout_id = $1 AND seq > $2 AND type = 'rollout.amended' LIMIT 1`,
    [rolloutId, after],
  )
  return found.rows.length > 0
}
