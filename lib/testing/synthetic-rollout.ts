import type pg from 'pg'
import type { TargetState } from '@/lib/core/rollout/states'
import { transaction } from '@/lib/server/sql'

export interface SyntheticShape {
  title?: string
  /** Targets per phase. */
  phases: readonly number[]
}

/** How one target is to be; what is left out stays. */
export interface SyntheticChange {
  /** Ordinal of the target in the rollout's fixed order. */
  index: number
  state: TargetState
  progress?: number | null
  retryAt?: Date | null
  startedAt?: Date | null
  finishedAt?: Date | null
  reason?: string | null
  message?: string | null
}

/** A rollout whose rows and events are written by a test instead of by the engine. */
export interface SyntheticRollout {
  readonly id: number
  /** Moves targets, with one event each, in one transaction under the rollout's row lock. */
  move(changes: readonly SyntheticChange[]): Promise<number>
  /** Appends events that concern no target. */
  announce(type: string, data?: Record<string, unknown>): Promise<number>
}

const places = [
  { provider: 'azure', region: 'westeurope' },
  { provider: 'azure', region: 'northeurope' },
  { provider: 'aws', region: 'eu-west-1' },
  { provider: 'aws', region: 'us-east-1' },
  { provider: 'gcp', region: 'europe-west4' },
]

/** Inserts a running rollout with its phases and pending targets, and the documents it refers to. */
export async function syntheticRollout(pool: pg.Pool, shape: SyntheticShape): Promise<SyntheticRollout> {
  const id = await transaction(pool, async (tx) => {
    const [user] = await tx.query<{ id: number }>(
      `INSERT INTO app_user (username, name) VALUES ($1, 'Synthetic') RETURNING id`,
      [`synthetic-${Math.random()}`],
    )
    const [operation] = await tx.query<{ id: number }>(
      `INSERT INTO operation (name, title, revision) VALUES ($1, 'Synthetic', 1) RETURNING id`,
      [`synthetic-${Math.random()}`],
    )
    const [revision] = await tx.query<{ id: number }>(
      `INSERT INTO operation_revision (operation_id, number, source, document, hash, author_id)
       VALUES ($1, 1, '', '{}', '', $2) RETURNING id`,
      [operation?.id, user?.id],
    )
    const [rollout] = await tx.query<{ id: number }>(
      `INSERT INTO rollout (title, state, operation_revision_id, operation, policy, params, "select",
                            plan_hash, launched_by_id, started_at)
       VALUES ($1, 'running', $2, '{}', '{}', '{}', 'true', 'synthetic', $3, now()) RETURNING id`,
      [shape.title ?? 'Synthetic', revision?.id, user?.id],
    )
    for (const [index, total] of shape.phases.entries()) {
      await tx.query(
        `INSERT INTO phase (rollout_id, index, id, title, state, total, pending)
         VALUES ($1, $2::int, 'phase-' || $2::int, 'Phase ' || $2::int, 'running', $3::int, $3::int)`,
        [rollout?.id, index, total],
      )
      await tx.query(
        `INSERT INTO target (rollout_id, phase_index, position, cluster_id, cluster, facts)
         SELECT $1, $2::int, n, n, 'cluster-' || $2::int || '-' || n, ($4::jsonb -> (n % $5::int)) || '{"tier":"internal"}'
           FROM generate_series(0, $3::int - 1) n`,
        [rollout?.id, index, total, JSON.stringify(places), places.length],
      )
    }
    return rollout?.id ?? 0
  })
  return {
    id,
    move: (changes) => moveTargets(pool, id, changes),
    announce: (type, data) => announce(pool, id, type, data),
  }
}

/**
 * Moves targets of a rollout, with one event each, in one transaction under the rollout's row lock.
 * @returns the sequence number of the last event.
 */
export async function moveTargets(
  pool: pg.Pool,
  id: number,
  changes: readonly SyntheticChange[],
): Promise<number> {
  return transaction(pool, async (tx) => {
    const [locked] = await tx.query<{ last_seq: number }>(
      'UPDATE rollout SET last_seq = last_seq + $2, revision = revision + 1 WHERE id = $1 RETURNING last_seq',
      [id, changes.length],
    )
    const first = (locked?.last_seq ?? 0) - changes.length + 1
    await tx.query(
      `WITH change AS (
         SELECT * FROM jsonb_to_recordset($2::jsonb) AS c(ord int, index int, state target_state, progress float8,
           "retryAt" timestamptz, "startedAt" timestamptz, "finishedAt" timestamptz, reason text, message text)
       ), ordered AS (
         SELECT id, (row_number() OVER (ORDER BY phase_index, position) - 1)::int AS index
           FROM target WHERE rollout_id = $1
       ), newest AS (
         SELECT DISTINCT ON (index) * FROM change ORDER BY index, ord DESC
       ), moved AS (
         UPDATE target SET state = c.state, progress = c.progress, retry_at = c."retryAt",
                started_at = c."startedAt", finished_at = c."finishedAt", reason = c.reason, message = c.message
           FROM newest c JOIN ordered o USING (index) WHERE target.id = o.id
       )
       INSERT INTO event (rollout_id, seq, at, type, target_id, cluster, actor)
       SELECT $1, $3::bigint + c.ord, now(), 'target.' || c.state, o.id, t.cluster, 'system:test'
         FROM change c JOIN ordered o USING (index) JOIN target t ON t.id = o.id`,
      [id, JSON.stringify(changes.map((change, ord) => ({ ord, ...change }))), first],
    )
    return locked?.last_seq ?? 0
  })
}

async function announce(
  pool: pg.Pool,
  id: number,
  type: string,
  data: Record<string, unknown> = {},
): Promise<number> {
  return transaction(pool, async (tx) => {
    const [locked] = await tx.query<{ last_seq: number }>(
      'UPDATE rollout SET last_seq = last_seq + 1, revision = revision + 1 WHERE id = $1 RETURNING last_seq',
      [id],
    )
    await tx.query(
      `INSERT INTO event (rollout_id, seq, at, type, actor, data) VALUES ($1, $2, now(), $3, 'ada', $4)`,
      [id, locked?.last_seq, type, JSON.stringify(data)],
    )
    return locked?.last_seq ?? 0
  })
}
