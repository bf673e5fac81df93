import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { Evidence } from '@/lib/core/rollout/model'
import { resolveAmount } from '@/lib/core/shared/amount'
import { evidenceDto, type Look } from '@/lib/rollouts/evidence-dto'
import type { Sql } from '@/lib/server/sql'
import type { CheckProofDto, ProofDto } from './dto'

/**
 * Reads what speaks for or against going on, beside the counts: the budget of the whole rollout, what the checks have
 * shown, and what has happened since somebody last let it go on.
 * @param apart the gate that is being decided; it is not the last one.
 */
export async function loadProof(
  sql: Sql,
  rollout: number,
  total: number,
  apart: string | null,
): Promise<ProofDto> {
  return {
    budget: await loadBudget(sql, rollout, total),
    checks: await loadChecks(sql, rollout),
    since: await loadSince(sql, rollout, apart),
  }
}

async function loadBudget(sql: Sql, rollout: number, total: number): Promise<ProofDto['budget']> {
  const [row] = await sql.query<{ policy: ResolvedPolicy; charged: number }>(
    'SELECT policy, charged FROM rollout WHERE id = $1',
    [rollout],
  )
  const rules = row?.policy.failureBudget
  return rules ? { max: resolveAmount(rules.max, total, 'budget'), charged: row.charged } : null
}

interface CheckRow {
  name: string
  phase: string | null
  evidence: Evidence
  look: Look | null
}

/** Checks that were looked at: gates in the order of the phases, then the guards. */
async function loadChecks(sql: Sql, rollout: number): Promise<CheckProofDto[]> {
  const rows = await sql.query<CheckRow>(
    `SELECT g.spec->>'name' AS name, p.title AS phase, g.evidence, g.look, p.index AS place, g.id
     FROM gate g JOIN phase p ON p.rollout_id = g.rollout_id AND p.index = g.phase_index
     WHERE g.rollout_id = $1 AND g.type = 'check' AND g.evidence IS NOT NULL
     UNION ALL
     SELECT name, NULL, evidence, look, 1000 + index, '' FROM guard WHERE rollout_id = $1 AND evidence IS NOT NULL
     ORDER BY place, id LIMIT 20`,
    [rollout],
  )
  return rows.flatMap(({ name, phase, evidence, look }) => {
    const shown = evidenceDto(evidence, look ?? undefined)
    return shown === null ? [] : [{ ...shown, name, phase }]
  })
}

/** What has come to rest since the newest approval that opened; null = none has. */
async function loadSince(sql: Sql, rollout: number, apart: string | null): Promise<ProofDto['since']> {
  const [row] = await sql.query<{ phase: string; at: Date; succeeded: number; failed: number }>(
    `SELECT p.title AS phase, g.decided_at AS at,
       (SELECT count(*)::int FROM target t WHERE t.rollout_id = g.rollout_id AND t.finished_at >= g.decided_at
          AND t.state = 'succeeded') AS succeeded,
       (SELECT count(*)::int FROM target t WHERE t.rollout_id = g.rollout_id AND t.finished_at >= g.decided_at
          AND t.state IN ('failed', 'revert_failed')) AS failed
     FROM gate g JOIN phase p ON p.rollout_id = g.rollout_id AND p.index = g.phase_index
     WHERE g.rollout_id = $1 AND g.type = 'approval' AND g.state = 'open' AND g.decided_at IS NOT NULL
       AND g.id IS DISTINCT FROM $2
     ORDER BY g.decided_at DESC LIMIT 1`,
    [rollout, apart],
  )
  return row ? { ...row, at: row.at.toISOString() } : null
}
