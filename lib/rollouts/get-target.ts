import type pg from 'pg'
import { loadClustersById } from '@/lib/clusters/load'
import { createEligibility } from '@/lib/core/plan/eligibility'
import { spreadsOf } from '@/lib/core/rollout/conditions'
import { isWanted, whyIrreversible } from '@/lib/core/rollout/course'
import { type Drift, driftOf } from '@/lib/core/rollout/drift'
import { explain } from '@/lib/core/rollout/explain'
import { commandState } from '@/lib/core/rollout/load'
import type { Target } from '@/lib/core/rollout/model'
import { attemptKey, phaseOf } from '@/lib/core/rollout/state'
import type { JsonObject } from '@/lib/core/shared/json'
import { knownFreezes } from '@/lib/freezes/active-freezes'
import { lineWaits } from '@/lib/line/line-wait'
import { found } from '@/lib/server/errors'
import { type Sql, transaction } from '@/lib/server/sql'
import type { AttemptDto, LogLineDto, NodeDto, TargetDetailDto } from './dto'
import { iso } from './gate-dto'
import { type LoadedRollout, loadRollout } from './load'
import { lookAt } from './look'
import { rolloutIdOf } from './rollout-id'
import { waitDto } from './wait-dto'
import { idleTargets, isStepOpen, spreadUse, workerAlive } from './wait-facts'

/** Lines of output that come with a target: the newest. */
const logLinesMax = 500

/** Shows one target with its attempts, nodes, output, and why it is where it is, all of one moment. */
export function getTarget(
  { pool, now }: { pool: pg.Pool; now(): Date },
  { rollout, cluster }: { rollout: string; cluster: string },
): Promise<TargetDetailDto> {
  const at = now().getTime()
  return transaction(pool, (tx) => readTarget(tx, rolloutIdOf(rollout), cluster, at), { readOnly: true })
}

async function readTarget(tx: Sql, id: number, cluster: string, now: number): Promise<TargetDetailDto> {
  const loaded = await loadRollout(tx, id, {
    lock: false,
    targets: { where: 't.cluster = $2', values: [cluster] },
  })
  const target = found(loaded.targets[0], 'target', cluster)
  const { phase } = target
  const irreversible = whyIrreversible(loaded.head.rules.operation, target)
  return {
    cluster: target.cluster,
    phase: loaded.phases[phase]?.id ?? '',
    position: target.position,
    state: target.state,
    reason: target.reason,
    message: target.message,
    step: target.step,
    attempt: target.attempts,
    progress: target.progress,
    provider: target.facts.provider,
    region: target.facts.region,
    tier: target.facts.tier,
    version: target.facts.version,
    startedAt: iso(target.startedAt),
    finishedAt: iso(target.finishedAt),
    retryAt: iso(target.retryAt),
    reversible: irreversible === null,
    irreversible,
    facts: { ...target.facts },
    drift: await driftSince(tx, loaded, target),
    previous: target.previous,
    nodes: nodesOf(target),
    attempts: await attemptsOf(tx, loaded, target),
    log: await logOf(tx, target.id),
    explanation: await explanationOf(tx, loaded, target, now),
  }
}

async function driftSince(tx: Sql, { head }: LoadedRollout, target: Target): Promise<Drift[]> {
  const [cluster] = await loadClustersById(tx, [target.clusterId])
  return cluster ? driftOf(target.facts, cluster, head.rules.operation) : []
}

function nodesOf({ nodes }: Target): NodeDto[] {
  return Object.entries(nodes ?? {})
    .map(([name, { state, message }]) => ({ name, state, message }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

interface AttemptRow {
  step: string
  number: number
  generation: number
  key: string
  started_at: Date
  finished_at: Date
  outcome: string
  message: string | null
}

/** Ended attempts in order, and the one in flight, which stands on the target itself. */
async function attemptsOf(tx: Sql, { head }: LoadedRollout, target: Target): Promise<AttemptDto[]> {
  const rows = await tx.query<AttemptRow>(
    `SELECT step, number, generation, key, started_at, finished_at, outcome, message
     FROM attempt WHERE rollout_id = $1 AND target_id = $2 ORDER BY seq`,
    [head.id, target.id],
  )
  const ended = rows.map(({ started_at, finished_at, ...row }) => ({
    ...row,
    startedAt: started_at.toISOString(),
    finishedAt: finished_at.toISOString(),
  }))
  if (target.attemptAt === null || target.step === null) return ended
  return [
    ...ended,
    {
      step: target.step,
      number: target.attempts,
      generation: target.generation,
      key: attemptKey(head, target.id, target.step, target.generation),
      startedAt: new Date(target.attemptAt).toISOString(),
      finishedAt: null,
      outcome: null,
      message: target.message,
    },
  ]
}

async function logOf(tx: Sql, targetId: number): Promise<LogLineDto[]> {
  const rows = await tx.query<{ id: number; at: Date; stream: string; text: string }>(
    'SELECT id, at, stream, text FROM log_line WHERE target_id = $1 ORDER BY id DESC LIMIT $2',
    [targetId, logLinesMax],
  )
  return rows.reverse().map(({ id, at, ...line }) => ({ id: String(id), at: at.toISOString(), ...line }))
}

async function explanationOf(tx: Sql, loaded: LoadedRollout, target: Target, now: number) {
  const state = commandState(loaded)
  const phase = phaseOf(state, target.phase)
  const { head, params } = loaded
  const { operation } = head.rules
  const eligibility = createEligibility({ operation, params: params as JsonObject }, () => false)
  const pending = target.state === 'pending'
  const look =
    pending || isWanted(head, target)
      ? await lookAt(tx, { operation, eligibility }, head.id, [target], now)
      : null
  const use = pending ? await spreadUse(tx, head.id, phase) : []
  const own = spreadsOf(phase, target)
  const line = pending ? await lineWaits(tx, head) : []
  const cluster = pending ? look?.facts.get(target.id) : undefined
  const reasons = explain({
    state,
    phase,
    target,
    verdict: look?.verdicts.get(target.id),
    spreads: use.filter(({ by, value }) => own.some((one) => one.by === by && one.value === value)),
    stepOpen: pending && (await isStepOpen(tx, head.id, phase)),
    workerAlive: await workerAlive(tx, now),
    idle: await idleTargets(tx, head),
    freezes: cluster ? await knownFreezes(tx, head.id, cluster, now) : [],
    now,
  })
  return [...line, ...reasons].map((reason) => waitDto(reason, null))
}
