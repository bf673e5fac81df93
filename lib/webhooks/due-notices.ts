import type { Sql } from '@/lib/server/sql'
import type { Notice } from './notice'

/** Longest time from taking a notice until it is settled; after it another worker takes it. */
export const takenMs = 30_000

interface NoticeRow extends Omit<Notice, 'phase'> {
  readonly phaseId: string
  readonly phaseTitle: string
  readonly targets: number
}

/**
 * Takes notices that are due, so that no other worker sends them at the same time. What nobody asks any more (the
 * gate is decided, asks in another round, its rollout is over) is dropped without being sent.
 */
export async function takeDueNotices(sql: Sql, max: number): Promise<Notice[]> {
  const rows = await sql.query<NoticeRow & { asks: boolean }>(
    `WITH taken AS (
       UPDATE webhook_notice n SET due_at = now() + $2 * interval '1 millisecond', attempts = n.attempts + 1
       FROM (SELECT rollout_id, gate_id, round FROM webhook_notice WHERE due_at <= now()
             ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) d
       WHERE n.rollout_id = d.rollout_id AND n.gate_id = d.gate_id AND n.round = d.round RETURNING n.*)
     SELECT n.rollout_id AS rollout, n.gate_id AS gate, n.round, n.attempts, n.seq, g.spec, r.title,
       r.plan_hash AS "planHash", u.username AS "launchedBy", r.created_at AS "createdAt", p.id AS "phaseId",
       p.title AS "phaseTitle", p.total AS targets, g.requested_at AS "requestedAt", g.expires_at AS "expiresAt",
       g.state = 'closed' AND g.requested_at IS NOT NULL AND g.round = n.round
         AND r.state IN ('running', 'paused', 'rolling_back') AS asks
     FROM taken n
     JOIN gate g ON g.rollout_id = n.rollout_id AND g.id = n.gate_id
     JOIN rollout r ON r.id = n.rollout_id
     JOIN phase p ON p.rollout_id = n.rollout_id AND p.index = g.phase_index
     JOIN app_user u ON u.id = r.launched_by_id`,
    [max, takenMs],
  )
  await dropNotices(
    sql,
    rows.filter(({ asks }) => !asks),
  )
  return rows
    .filter(({ asks }) => asks)
    .map(({ asks: _, phaseId, phaseTitle, targets, ...row }) => ({
      ...row,
      phase: { id: phaseId, title: phaseTitle, targets },
    }))
}

type Taken = Pick<Notice, 'rollout' | 'gate' | 'round' | 'attempts'>

async function dropNotices(sql: Sql, notices: readonly Taken[]): Promise<void> {
  for (const notice of notices) await settle(sql, notice, 'due_at = NULL')
}

/** Keeps that a notice was taken: it is not sent again. */
export const keepTold = (sql: Sql, notice: Taken): Promise<void> =>
  settle(sql, notice, 'due_at = NULL, told_at = now(), error = NULL')

/** Keeps why a notice was not taken, and sends it again after a while. */
export const keepFailed = (sql: Sql, notice: Taken, error: string, afterMs: number): Promise<void> =>
  settle(sql, notice, `due_at = now() + $5 * interval '1 millisecond', error = $6`, [afterMs, error])

async function settle(sql: Sql, notice: Taken, set: string, more: readonly unknown[] = []): Promise<void> {
  const { rollout, gate, round, attempts } = notice
  await sql.query(
    `UPDATE webhook_notice SET ${set} WHERE rollout_id = $1 AND gate_id = $2 AND round = $3 AND attempts = $4`,
    [rollout, gate, round, attempts, ...more],
  )
}
