/**
 * Writes what a turn has changed in ONE statement: one round trip, one transaction, one flush of the log.
 *
 * The update of the rollout's own row is the gate in front of everything else. It carries the revision that the
 * decision was made on (and for a ticker its fencing token); if somebody else has written since, it finds no row,
 * and as every other part joins it, nothing at all is written. The caller then loads anew and decides again.
 */
import type { Recorded } from '@/lib/core/rollout/change'
import type { Target } from '@/lib/core/rollout/model'
import { attemptKey, type EngineState, type Turn } from '@/lib/core/rollout/state'
import type { Standing } from './load'

export interface WriteOptions {
  /** Who caused it, as events name them. */
  readonly actor: string
  readonly now: number
  /** A command moves `command_revision`, by which tickers notice that they must load anew. */
  readonly byCommand: boolean
  /** The newest event that whoever decided on a gate had seen. */
  readonly seenSeq?: number
  /** When something is due next; null = only a command can move it. */
  readonly wakeAt: number | null
  /** Until when the ticker keeps the rollout; undefined leaves owner and term as they are. */
  readonly leaseUntil?: number
  /** What succeeded operations set on their clusters. */
  readonly clusters?: readonly ClusterSet[]
}

/** Facts that a succeeded operation sets on a cluster; null leaves one as it is. */
export interface ClusterSet {
  readonly id: number
  readonly version: string | null
  readonly versionSort: string | null
  readonly environment: string | null
  readonly tier: string | null
  readonly region: string | null
  readonly provider: string | null
  readonly labels: Readonly<Record<string, string>> | null
}

export interface Statement {
  readonly text: string
  readonly values: unknown[]
}

/** Collects parameters while parts of the statement are written. */
class Parts {
  readonly values: unknown[] = []
  readonly ctes: string[] = []
  /** Adds a parameter and gives its placeholder. */
  param = (value: unknown): string => `$${this.values.push(value)}`
}

/** Makes the statement for a turn. Its one row has `written`: 1, or 0 when somebody else wrote before. */
export function writeStatement(
  state: EngineState,
  turn: Turn,
  standing: Standing,
  options: WriteOptions,
): Statement {
  const parts = new Parts()
  rolloutPart(parts, state, turn, standing, options)
  if (turn.targets.size > 0) targetPart(parts, [...turn.targets])
  if (turn.phases.size > 0) phasePart(parts, state, turn)
  if (turn.gates.size > 0) gatePart(parts, turn)
  if (turn.changes.length > 0) eventPart(parts, state, turn, standing, options)
  if (turn.changes.some(isVerdict)) decisionPart(parts, state, turn, standing, options)
  if (turn.ended.length > 0) attemptPart(parts, state, turn)
  if (turn.freed.length > 0) freePart(parts, turn)
  if (turn.taken.length > 0) takePart(parts, turn, options)
  if (options.clusters && options.clusters.length > 0) clusterPart(parts, options.clusters, options.now)
  return {
    text: `WITH ${parts.ctes.join(',\n')} SELECT count(*)::int AS written FROM r`,
    values: parts.values,
  }
}

/** Where the rollout stands after the statement has written. */
export const standingAfter = (standing: Standing, turn: Turn, byCommand: boolean): Standing => ({
  revision: standing.revision + 1,
  commandRevision: standing.commandRevision + (byCommand ? 1 : 0),
  fence: standing.fence,
  lastSeq: standing.lastSeq + turn.changes.length,
})

const date = (at: number | null): Date | null => (at === null ? null : new Date(at))
const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)

function rolloutPart(
  { param, ctes }: Parts,
  { head }: EngineState,
  turn: Turn,
  standing: Standing,
  { byCommand, wakeAt, leaseUntil }: WriteOptions,
): void {
  const sets = [
    'revision = revision + 1',
    `last_seq = ${param(standing.lastSeq + turn.changes.length)}`,
    `wake_at = ${param(date(wakeAt))}`,
  ]
  if (byCommand) sets.push('command_revision = command_revision + 1')
  if (leaseUntil !== undefined) sets.push(`lease_until = ${param(date(leaseUntil))}`)
  if (turn.head) {
    sets.push(
      `state = ${param(head.state)}`,
      `pause_cause = ${param(head.pauseCause)}`,
      `pause_detail = ${param(head.pauseDetail)}`,
      `cancel_in_flight = ${param(head.cancelInFlight)}`,
      `charged = ${param(head.charged)}`,
      `acknowledged = ${param(head.acknowledged)}`,
      `last_overrider_id = ${param(head.lastOverriderId)}`,
      `started_at = ${param(date(head.startedAt))}`,
      `finished_at = ${param(date(head.finishedAt))}`,
    )
  }
  const where = `id = ${param(head.id)} AND revision = ${param(standing.revision)} AND fence = ${param(standing.fence)}`
  ctes.push(`r AS (UPDATE rollout SET ${sets.join(', ')} WHERE ${where} RETURNING id)`)
}

/** The columns of `target` that a turn may move: name, SQL type, and where the value comes from. */
const targetColumns: readonly [string, string, (target: Target) => unknown][] = [
  ['state', 'target_state', ({ state }) => state],
  ['reason', 'text', ({ reason }) => reason],
  ['message', 'text', ({ message }) => message],
  ['step', 'text', ({ step }) => step],
  ['generation', 'int', ({ generation }) => generation],
  ['attempts', 'int', ({ attempts }) => attempts],
  ['operation_ref', 'text', ({ operationRef }) => operationRef],
  ['progress', 'float8', ({ progress }) => progress],
  ['started_at', 'timestamptz', ({ startedAt }) => date(startedAt)],
  ['attempt_at', 'timestamptz', ({ attemptAt }) => date(attemptAt)],
  ['deadline_at', 'timestamptz', ({ deadlineAt }) => date(deadlineAt)],
  ['retry_at', 'timestamptz', ({ retryAt }) => date(retryAt)],
  ['finished_at', 'timestamptz', ({ finishedAt }) => date(finishedAt)],
  ['previous', 'jsonb', ({ previous }) => json(previous)],
  ['nodes', 'jsonb', ({ nodes }) => json(nodes)],
]

function targetPart({ param, ctes }: Parts, targets: readonly Target[]): void {
  const ids = `${param(targets.map(({ id }) => id))}::bigint[]`
  const arrays = targetColumns.map(([, type, of]) => `${param(targets.map(of))}::${type}[]`)
  const names = targetColumns.map(([name]) => name)
  ctes.push(
    `t AS (UPDATE target SET ${names.map((name) => `${name} = u.${name}`).join(', ')}
     FROM unnest(${[ids, ...arrays].join(', ')}) AS u (id, ${names.join(', ')}), r WHERE target.id = u.id)`,
  )
}

function phasePart({ param, ctes }: Parts, { head }: EngineState, turn: Turn): void {
  const rows = [...turn.phases].map((phase) => ({
    index: phase.index,
    state: phase.state,
    step: phase.step,
    ...phase.counts,
    charged: phase.charged,
    acknowledged: phase.acknowledged,
    resolved: phase.resolved,
    started_at: date(phase.startedAt),
    soak_until: date(phase.soakUntil),
    finished_at: date(phase.finishedAt),
  }))
  const counts = Object.keys(turn.phases.values().next().value?.counts ?? {})
  const numbers = ['step', ...counts, 'charged', 'acknowledged']
  const others = ['state', 'resolved', 'started_at', 'soak_until', 'finished_at']
  const types = `index int, ${numbers.map((name) => `${name} int`).join(', ')}, state phase_state, resolved jsonb,
     started_at timestamptz, soak_until timestamptz, finished_at timestamptz`
  ctes.push(
    `p AS (UPDATE phase SET ${[...numbers, ...others].map((name) => `${name} = u.${name}`).join(', ')}
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb) AS u (${types}), r
     WHERE phase.rollout_id = ${param(head.id)} AND phase.index = u.index)`,
  )
}

function gatePart({ param, ctes }: Parts, turn: Turn): void {
  const rows = [...turn.gates].map((gate) => ({
    id: gate.id,
    state: gate.state,
    requested_at: date(gate.requestedAt),
    expires_at: date(gate.expiresAt),
    decided_at: date(gate.decidedAt),
    round: gate.round,
  }))
  ctes.push(
    `g AS (UPDATE gate SET state = u.state, requested_at = u.requested_at, expires_at = u.expires_at,
       decided_at = u.decided_at, round = u.round
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb) AS u (id text, state gate_state,
       requested_at timestamptz, expires_at timestamptz, decided_at timestamptz, round int), r
     WHERE gate.rollout_id = r.id AND gate.id = u.id)`,
  )
}

function eventPart(
  { param, ctes }: Parts,
  state: EngineState,
  { changes }: Turn,
  { lastSeq }: Standing,
  { actor }: WriteOptions,
): void {
  const columns = [
    `${param(changes.map((_, i) => lastSeq + i + 1))}::bigint[]`,
    `${param(changes.map(({ at }) => new Date(at)))}::timestamptz[]`,
    `${param(changes.map(({ type }) => type))}::text[]`,
    `${param(changes.map((change) => phaseIdOf(state, change)))}::text[]`,
    `${param(changes.map((change) => ('target' in change ? change.target.id : null)))}::bigint[]`,
    `${param(changes.map((change) => ('target' in change ? change.target.cluster : null)))}::text[]`,
    `${param(changes.map(({ attempt }) => attempt))}::int[]`,
    `${param(changes.map(dataOf))}::jsonb[]`,
  ]
  ctes.push(
    `e AS (INSERT INTO event (rollout_id, seq, at, type, phase, target_id, cluster, attempt, actor, data)
     SELECT r.id, u.seq, u.at, u.type, u.phase, u.target_id, u.cluster, u.attempt, ${param(actor)}, u.data
     FROM unnest(${columns.join(', ')}) AS u (seq, at, type, phase, target_id, cluster, attempt, data), r)`,
  )
}

function phaseIdOf(state: EngineState, change: Recorded): string | null {
  if ('target' in change) return state.phases[change.target.phase]?.id ?? null
  if ('gate' in change) return state.phases[change.gate.phase]?.id ?? null
  if ('phase' in change) return change.phase?.id ?? null
  return null
}

/** What an event carries; a gate's events name their gate. */
function dataOf(change: Recorded): string | null {
  const data = 'data' in change ? change.data : null
  if ('gate' in change) return JSON.stringify({ gate: change.gate.id, ...data })
  return json(data)
}

type Verdict = Extract<Recorded, { type: 'gate.approved' | 'gate.refused' }>
const isVerdict = (change: Recorded): change is Verdict =>
  change.type === 'gate.approved' || change.type === 'gate.refused'

function decisionPart(
  { param, ctes }: Parts,
  { head }: EngineState,
  turn: Turn,
  { lastSeq }: Standing,
  { seenSeq }: WriteOptions,
): void {
  const rows = turn.changes.filter(isVerdict).map(({ gate, data, type, at }) => ({
    gate: gate.id,
    round: gate.round,
    user_id: data.userId,
    verdict: type === 'gate.approved' ? 'approve' : 'reject',
    comment: data.comment,
    at: new Date(at),
  }))
  ctes.push(
    `d AS (INSERT INTO decision (rollout_id, gate_id, round, user_id, verdict, comment, plan_hash, seen_seq, created_at)
     SELECT r.id, u.gate, u.round, u.user_id, u.verdict, u.comment, ${param(head.planHash)},
       ${param(seenSeq ?? lastSeq)}::bigint, u.at
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (gate text, round int, user_id int, verdict text, comment text, at timestamptz), r)`,
  )
}

function attemptPart({ param, ctes }: Parts, { head }: EngineState, { ended }: Turn): void {
  const columns = [
    `${param(ended.map(({ target }) => target.id))}::bigint[]`,
    `${param(ended.map(({ step }) => step))}::text[]`,
    `${param(ended.map(({ generation }) => generation))}::int[]`,
    `${param(ended.map(({ number }) => number))}::int[]`,
    `${param(ended.map(({ target, step, generation }) => attemptKey(head, target.id, step, generation)))}::text[]`,
    `${param(ended.map(({ startedAt }) => new Date(startedAt)))}::timestamptz[]`,
    `${param(ended.map(({ finishedAt }) => new Date(finishedAt)))}::timestamptz[]`,
    `${param(ended.map(({ outcome }) => outcome))}::text[]`,
    `${param(ended.map(({ message }) => message))}::text[]`,
  ]
  ctes.push(
    `a AS (INSERT INTO attempt (rollout_id, target_id, step, generation, number, key, started_at, finished_at, outcome, message)
     SELECT r.id, u.* FROM unnest(${columns.join(', ')}) AS u, r)`,
  )
}

function freePart({ param, ctes }: Parts, { freed }: Turn): void {
  const ids = `${param(freed.map(({ id }) => id))}::bigint[]`
  const clusters = `${param(freed.map(({ clusterId }) => clusterId))}::int[]`
  ctes.push(
    `f AS (DELETE FROM lease USING unnest(${clusters}, ${ids}) AS u (cluster_id, target_id), r
     WHERE lease.cluster_id = u.cluster_id AND lease.target_id = u.target_id)`,
  )
}

/** A cluster that another rollout holds violates the key: the whole statement fails, and nothing was written. */
function takePart({ param, ctes }: Parts, { taken }: Turn, { now }: WriteOptions): void {
  const ids = `${param(taken.map(({ id }) => id))}::bigint[]`
  const clusters = `${param(taken.map(({ clusterId }) => clusterId))}::int[]`
  ctes.push(
    `l AS (INSERT INTO lease (cluster_id, rollout_id, target_id, acquired_at)
     SELECT u.cluster_id, r.id, u.target_id, ${param(new Date(now))}::timestamptz
     FROM unnest(${clusters}, ${ids}) AS u (cluster_id, target_id), r)`,
  )
}

function clusterPart({ param, ctes }: Parts, sets: readonly ClusterSet[], now: number): void {
  const rows = sets.map(({ id, versionSort, ...facts }) => ({ id, version_sort: versionSort, ...facts }))
  const names = ['version', 'version_sort', 'environment', 'tier', 'region', 'provider']
  ctes.push(
    `c AS (UPDATE cluster SET ${names.map((name) => `${name} = coalesce(u.${name}, cluster.${name})`).join(', ')},
       labels = cluster.labels || coalesce(u.labels, '{}'::jsonb), updated_at = ${param(new Date(now))}::timestamptz
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (id int, ${names.map((name) => `${name} text`).join(', ')}, labels jsonb), r
     WHERE cluster.id = u.id)`,
  )
}
