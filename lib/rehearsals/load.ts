import { nextFrozen } from '@/lib/core/freeze/schedule'
import type { History, SeenAttempts, SeenTargets } from '@/lib/core/rehearse/beliefs'
import type { PlannedFreeze } from '@/lib/core/rehearse/types'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { WeeklyWindow } from '@/lib/core/shared/weekly-window'
import type { Sql } from '@/lib/server/sql'

/** Only what happened lately counts, and only so much of it is read. */
const rolloutsMax = 50
const targetsMax = 20_000
const approvalsMax = 200

/** Loads what was seen of an operation in its latest rollouts: how long attempts took, and how targets ended. */
export async function loadHistory(sql: Sql, operationRevisionId: number): Promise<History> {
  const rollouts = await latestRollouts(sql, operationRevisionId)
  const [flakes] = await sql.query<{ failed: number; attempts: number }>(
    `SELECT count(*) FILTER (WHERE a.outcome <> 'succeeded')::int AS failed, count(*)::int AS attempts
     FROM attempt a JOIN target t ON t.id = a.target_id
     WHERE a.rollout_id = ANY($1::int[]) AND a.step = 'apply' AND t.state = 'succeeded'`,
    [rollouts],
  )
  return {
    attempts: await sql.query<SeenAttempts>(
      `SELECT t.facts->>'provider' AS provider, t.facts->>'version' AS version, a.step,
         count(*)::int AS succeeded,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY a.ms) AS "p50Ms",
         percentile_cont(0.9) WITHIN GROUP (ORDER BY a.ms) AS "p90Ms"
       FROM (SELECT target_id, step, extract(epoch FROM finished_at - started_at)::float8 * 1000 AS ms
             FROM attempt WHERE rollout_id = ANY($1::int[]) AND outcome = 'succeeded'
               AND step IN ('apply', 'verify')) a
       JOIN target t ON t.id = a.target_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [rollouts],
    ),
    targets: await sql.query<SeenTargets>(
      `SELECT facts->>'provider' AS provider, facts->>'version' AS version,
         count(*) FILTER (WHERE state = 'succeeded')::int AS succeeded,
         count(*) FILTER (WHERE state = 'failed')::int AS failed
       FROM target WHERE rollout_id = ANY($1::int[]) AND state IN ('succeeded', 'failed')
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [rollouts],
    ),
    flakes: flakes ?? { failed: 0, attempts: 0 },
    approvals: await loadApprovals(sql),
  }
}

/** The newest rollouts of the operation, in any of its revisions, that together have not too many targets. */
async function latestRollouts(sql: Sql, operationRevisionId: number): Promise<number[]> {
  const rows = await sql.query<{ id: number; targets: number }>(
    `SELECT r.id, (SELECT coalesce(sum(total), 0)::int FROM phase p WHERE p.rollout_id = r.id) AS targets
     FROM rollout r JOIN operation_revision o ON o.id = r.operation_revision_id
     WHERE o.operation_id = (SELECT operation_id FROM operation_revision WHERE id = $1) AND r.state <> 'draft'
     ORDER BY r.id DESC LIMIT ${rolloutsMax}`,
    [operationRevisionId],
  )
  let read = 0
  return rows.flatMap(({ id, targets }) => {
    if (read >= targetsMax) return []
    read += targets
    return [id]
  })
}

/** How long people took to approve lately, over all operations. */
async function loadApprovals(sql: Sql): Promise<History['approvals']> {
  const [row] = await sql.query<{ count: number; p50Ms: number | null }>(
    `SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS "p50Ms"
     FROM (SELECT extract(epoch FROM d.created_at - g.requested_at)::float8 * 1000 AS ms
           FROM decision d JOIN gate g ON g.rollout_id = d.rollout_id AND g.id = d.gate_id
           WHERE d.verdict = 'approve' AND d.round = g.round AND g.requested_at IS NOT NULL
           ORDER BY d.id DESC LIMIT ${approvalsMax}) recent`,
  )
  return { count: row?.count ?? 0, p50Ms: row?.p50Ms ?? 0 }
}

/** How many times ahead a recurring freeze is foreseen: some two months of days. */
const occurrencesMax = 60

/** Loads the times that freezes hold, now or later. A selector that cannot be read freezes all, as it does in earnest. */
export async function loadPlannedFreezes(sql: Sql, now: Date): Promise<PlannedFreeze[]> {
  const rows = await sql.query<FreezeRow>(
    `SELECT title, "select", starts_at, ends_at, recurrence FROM "freeze"
     WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1) ORDER BY ends_at DESC, id`,
    [now],
  )
  return rows.flatMap(({ title, select, starts_at, ends_at, recurrence }) => {
    const parsed = parseSelector(select)
    const matches = parsed.ok ? compileSelector(parsed.value) : () => true
    const schedule = { startsAt: starts_at.getTime(), endsAt: ends_at?.getTime() ?? null, recurrence }
    return nextFrozen(schedule, now.getTime(), occurrencesMax).map(({ startsAt, endsAt }) => ({
      title,
      startsAt,
      endsAt: endsAt ?? Number.POSITIVE_INFINITY,
      matches,
    }))
  })
}

interface FreezeRow {
  title: string
  select: string
  starts_at: Date
  ends_at: Date | null
  recurrence: WeeklyWindow | null
}
