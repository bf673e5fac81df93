import { resumeHolder } from '@/lib/core/rollout/judge'
import { spreadValue, stepEnd } from '@/lib/core/rollout/limits'
import type { Phase, PlannedFacts, RolloutHead } from '@/lib/core/rollout/model'
import { takenWords } from '@/lib/core/rollout/wait-reason'
import type { WaitFacts } from '@/lib/core/rollout/waiting'
import { resolveAmount } from '@/lib/core/shared/amount'
import type { Sql } from '@/lib/server/sql'
import { fleetHolds } from './wait-fleet'
import { countWanted } from './way-back'

type Held = WaitFacts['held'][number]

/** A worker that has not been seen for this long is taken for dead. */
const workerMsMax = 15_000

/**
 * Counts what holds up the targets of running phases, for the sum of a rollout's waits. Each part is asked only
 * where a phase runs, so a rollout that is finished or waits at a gate costs next to nothing.
 */
export async function waitFacts(
  sql: Sql,
  head: Pick<RolloutHead, 'id' | 'rollback' | 'rollbacks'>,
  phases: readonly Phase[],
  now: number,
): Promise<WaitFacts> {
  const rolloutId = head.id
  const running = phases.filter(({ state, counts }) => state === 'running' && counts.pending > 0)
  const indexes = running.map(({ index }) => index)
  const some = indexes.length > 0
  // One after the other: a transaction is one connection.
  return {
    workerAlive: await workerAlive(sql, now),
    retrying: await retries(sql, rolloutId),
    reverts: await countWanted(sql, head),
    inStep: await inSteps(sql, rolloutId, running),
    held: [
      ...(some ? await leases(sql, rolloutId, indexes) : []),
      ...(some ? await fleetHolds(sql, rolloutId, indexes, now) : []),
      ...(await spreads(sql, rolloutId, running)),
    ],
  }
}

/** Counts what is pending in the present step of phases that have further ones. */
async function inSteps(sql: Sql, rolloutId: number, running: readonly Phase[]) {
  const phases = running.filter((phase) => stepEnd(phase) < phase.total)
  if (phases.length === 0) return []
  return sql.query<{ phase: number; targets: number }>(
    `SELECT s.phase, count(t.id)::int AS targets
     FROM unnest($2::int[], $3::int[]) AS s (phase, step_end)
     LEFT JOIN target t ON t.rollout_id = $1 AND t.phase_index = s.phase AND t.position < s.step_end
       AND t.state = 'pending'
     GROUP BY 1 ORDER BY 1`,
    [rolloutId, phases.map(({ index }) => index), phases.map(stepEnd)],
  )
}

/** Tells whether something of a phase's present step, or before it, is not at rest. */
export async function isStepOpen(sql: Sql, rolloutId: number, phase: Phase): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM target WHERE rollout_id = $1 AND phase_index = $2 AND position < $3
       AND state IN ('pending', 'applying', 'verifying', 'reverting') LIMIT 1`,
    [rolloutId, phase.index, stepEnd(phase)],
  )
  return rows.length > 0
}

/** Tells whether any worker has shown itself lately. */
export async function workerAlive(sql: Sql, now: number): Promise<boolean> {
  const rows = await sql.query('SELECT 1 FROM worker_heartbeat WHERE seen_at > $1 LIMIT 1', [
    new Date(now - workerMsMax),
  ])
  return rows.length > 0
}

/** Finds the targets in flight that take no slot from the rollback of others, as far as rows tell. */
export function idleTargets(
  sql: Sql,
  { id, rollback }: Pick<RolloutHead, 'id' | 'rollback'>,
): Promise<{ phase: number }[]> {
  if (rollback !== 'part') return Promise.resolve([])
  return sql.query<{ phase: number }>(
    `SELECT phase_index AS phase FROM target
     WHERE rollout_id = $1 AND state = 'applying' AND (step = 'preflight' OR attempt_at IS NULL)`,
    [id],
  )
}

async function retries(sql: Sql, rolloutId: number): Promise<WaitFacts['retrying'][number][]> {
  const rows = await sql.query<{ phase: number; back: boolean; targets: number; until: Date | null }>(
    `SELECT phase_index AS phase, state = 'reverting' AS back, count(*)::int AS targets, min(retry_at) AS until
     FROM target
     WHERE rollout_id = $1 AND retry_at IS NOT NULL AND state IN ('applying', 'verifying', 'reverting')
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [rolloutId],
  )
  return rows.map(({ until, ...row }) => ({ ...row, until: until?.getTime() ?? null }))
}

async function leases(sql: Sql, rolloutId: number, phases: readonly number[]): Promise<Held[]> {
  const rows = await sql.query<{
    phase: number
    targets: number
    holders: number[]
    paused: number[] | null
  }>(
    `SELECT t.phase_index AS phase, count(*)::int AS targets, array_agg(DISTINCT l.rollout_id) AS holders,
       array_agg(DISTINCT h.id) FILTER (WHERE h.state = 'paused') AS paused
     FROM lease l JOIN target t ON t.cluster_id = l.cluster_id JOIN rollout h ON h.id = l.rollout_id
     WHERE t.rollout_id = $1 AND l.rollout_id <> $1 AND t.state = 'pending' AND t.phase_index = ANY($2::int[])
     GROUP BY 1 ORDER BY 1`,
    [rolloutId, phases],
  )
  return rows.map(({ phase, targets, holders, paused }) => ({
    phase,
    kind: 'lease',
    targets,
    message: `${targets} held by ${holders.length === 1 ? 'rollout' : 'rollouts'} ${holders.join(', ')}${paused ? `; ${paused.join(', ')} ${paused.length === 1 ? 'is' : 'are'} paused` : ''}.`,
    ...(paused?.[0] !== undefined && { unblockedBy: resumeHolder(paused[0]) }),
  }))
}

/** How full the groups of a phase's spreads are: by the spread's field and the target's value of it. */
export interface SpreadUse {
  by: string
  value: string
  inFlight: number
  pending: number
  max: number
}

/** Counts how full the groups of a phase's spreads are. */
export async function spreadUse(sql: Sql, rolloutId: number, phase: Phase): Promise<SpreadUse[]> {
  if (phase.rules.spread.length === 0) return []
  const rows = await sql.query<{ facts: PlannedFacts; state: string; targets: number }>(
    `SELECT facts, CASE WHEN state IN ('applying', 'verifying', 'reverting') THEN 'flying'
       WHEN state = 'pending' THEN 'pending' ELSE 'rest' END AS state, count(*)::int AS targets
     FROM target WHERE rollout_id = $1 AND phase_index = $2 GROUP BY 1, 2`,
    [rolloutId, phase.index],
  )
  return phase.rules.spread.flatMap(({ by, maxInFlight }) => {
    const groups = new Map<string, { inFlight: number; pending: number; all: number }>()
    for (const { facts, state, targets } of rows) {
      const value = spreadValue(facts, by)
      const group = groups.get(value) ?? { inFlight: 0, pending: 0, all: 0 }
      group.all += targets
      if (state === 'flying') group.inFlight += targets
      if (state === 'pending') group.pending += targets
      groups.set(value, group)
    }
    return [...groups].map(([value, { inFlight, pending, all }]) => ({
      by,
      value,
      inFlight,
      pending,
      max: resolveAmount(maxInFlight, all, 'concurrency'),
    }))
  })
}

async function spreads(sql: Sql, rolloutId: number, phases: readonly Phase[]): Promise<Held[]> {
  const held: Held[] = []
  for (const phase of phases) {
    const full = (await spreadUse(sql, rolloutId, phase)).filter(
      ({ inFlight, max, pending }) => inFlight >= max && pending > 0,
    )
    for (const { by, value, inFlight, max, pending } of full) {
      const message = `${pending} for a place in ${by} ${value || '(none)'}: ${takenWords(inFlight, max)}.`
      held.push({ phase: phase.index, kind: 'spread', targets: pending, message })
    }
  }
  return held
}
