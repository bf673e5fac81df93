import type { RoleBinding } from '@/lib/core/access/permissions'
import type { PhaseState } from '@/lib/core/rollout/states'
import { resolveAmount } from '@/lib/core/shared/amount'
import type { Sql } from '@/lib/server/sql'
import type { EvidenceDto, StakeDto } from './dto'
import { whyNotDecide } from './eligibility'
import type { ApprovalRow } from './load-approvals'
import { stakeRange } from './load-approvals'
import { loadProof } from './load-proof'

interface PhaseRow {
  title: string
  state: PhaseState
  total: number
  succeeded: number
  failed: number
  reverting: number
  reverted: number
  revertFailed: number
  skipped: number
  inFlight: number
  startedAt: Date | null
  soakUntil: Date | null
  finishedAt: Date | null
  charged: number
  budget: number | null
}

/**
 * Reads what has happened in a rollout so far: counts per phase, budgets, checks and the most frequent failures.
 * @param apart the gate that is being decided; null = it is not about one.
 */
export async function loadEvidence(sql: Sql, rollout: number, apart: string | null): Promise<EvidenceDto> {
  const phases = await sql.query<PhaseRow>(
    `SELECT title, state, total, succeeded, failed + revert_failed AS failed, reverting, reverted,
       revert_failed AS "revertFailed", skipped + cancelled AS skipped,
       applying + verifying + reverting AS "inFlight", started_at AS "startedAt", soak_until AS "soakUntil",
       finished_at AS "finishedAt", charged, (resolved->>'budget')::int AS budget
     FROM phase WHERE rollout_id = $1 ORDER BY index`,
    [rollout],
  )
  const failures = await sql.query<{ message: string; count: number; phase: string }>(
    `SELECT coalesce(t.message, t.reason, 'failed without a message') AS message, count(*)::int AS count,
       min(p.title) AS phase
     FROM target t JOIN phase p ON p.rollout_id = t.rollout_id AND p.index = t.phase_index
     WHERE t.rollout_id = $1 AND t.state IN ('failed', 'revert_failed')
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3`,
    [rollout],
  )
  const sum = (key: 'total' | 'succeeded' | 'failed' | 'skipped' | 'inFlight'): number =>
    phases.reduce((total, phase) => total + phase[key], 0)
  return {
    succeeded: sum('succeeded'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    inFlight: sum('inFlight'),
    total: sum('total'),
    failures,
    phases: phases.map(phaseDto),
    ...(await loadProof(sql, rollout, sum('total'), apart)),
  }
}

function phaseDto({
  skipped: _,
  inFlight: __,
  startedAt,
  soakUntil,
  finishedAt,
  charged,
  budget,
  ...phase
}: PhaseRow): EvidenceDto['phases'][number] {
  return {
    ...phase,
    startedAt: startedAt?.toISOString() ?? null,
    soakUntil: soakUntil?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    budget: budget === null ? null : { charged, max: budget },
  }
}

/** Reads what an approval lets go: its clusters, how much weighs on them, and where they are. */
export async function loadStake(sql: Sql, row: ApprovalRow): Promise<StakeDto> {
  const [from, to] = stakeRange(row)
  const cells = await sql.query<{ fact: string; name: string | null; clusters: number; weight: number }>(
    `SELECT fact, name, count(*)::int AS clusters, sum(weight)::int AS weight FROM (
       SELECT f.fact, f.name, coalesce((t.facts->>'weight')::int, 1) AS weight
       FROM target t CROSS JOIN LATERAL (VALUES ('all', NULL), ('tier', t.facts->>'tier'),
         ('region', t.facts->>'region'), ('version', t.facts->>'version')) AS f(fact, name)
       WHERE t.rollout_id = $1 AND t.phase_index = $2 AND t.position >= $3 AND t.position < $4
     ) AS cell GROUP BY fact, name ORDER BY clusters DESC, name`,
    [row.rollout, row.phaseIndex, from, to],
  )
  const of = (fact: string) => cells.filter((cell) => cell.fact === fact)
  const named = (fact: string) => of(fact).map(({ name, clusters }) => ({ name: name ?? '', clusters }))
  const all = of('all')[0]
  const phase = row.policy.phases[row.phaseIndex]
  return {
    clusters: all?.clusters ?? 0,
    weight: all?.weight ?? 0,
    tiers: named('tier'),
    regions: named('region'),
    versions: of('version').map(({ name, clusters }) => ({ name, clusters })),
    budget: phase?.failureBudget ? resolveAmount(phase.failureBudget.max, row.phaseTotal, 'budget') : null,
    maxInFlight: phase ? resolveAmount(phase.maxInFlight, row.phaseTotal, 'concurrency') : 0,
  }
}

/** Names those besides the viewer who could decide an approval now; at most ten. */
export async function loadOthers(sql: Sql, row: ApprovalRow, viewerId: number): Promise<string[]> {
  const users = await sql.query<{ userId: number; username: string; bindings: RoleBinding[] }>(
    `SELECT u.id AS "userId", u.username,
       jsonb_agg(jsonb_build_object('role', b.role, 'select', b."select")) AS bindings
     FROM app_user u JOIN user_role b ON b.user_id = u.id
     WHERE u.disabled_at IS NULL AND u.id <> $1 GROUP BY u.id ORDER BY u.username`,
    [viewerId],
  )
  const decidedBy = row.decisions.filter(({ round }) => round === row.round).map(({ userId }) => userId)
  return users
    .filter((user) => whyNotDecide(user, row, decidedBy, 'approve') === null)
    .map(({ username }) => username)
    .slice(0, 10)
}
