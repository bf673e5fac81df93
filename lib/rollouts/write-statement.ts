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
import { integers, texts } from './array-literal'
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
  if (turn.targets.size > 0) targetPart(parts, turn)
  if (turn.phases.size > 0) phasePart(parts, state, turn)
  if (turn.gates.size > 0) gatePart(parts, turn)
  if (turn.changes.length > 0) eventPart(parts, state, turn, standing, options)
  if (turn.changes.some(isVerdict)) decisionPart(parts, state, turn, standing, options)
  if (turn.ended.length > 0) attemptPart(parts, state, turn, standing)
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

interface TargetColumn {
  readonly name: string
  /** The array that `unnest` lays out. */
  readonly type: 'int[]' | 'float8[]' | 'text[]' | 'bigint[]'
  /** The value in the column's own type. */
  readonly as: (value: string) => string
  readonly literal: (targets: readonly Target[]) => string
}

const plain = (value: string) => value
const cast = (type: string) => (value: string) => `${value}::${type}`
/** Instants travel as epoch ms, and are divided as floats: dates as text, or numeric division, cost far more. */
const instant = (value: string) => `to_timestamp(${value}::float8 / 1000)`

const textColumn = (
  name: string,
  of: (target: Target) => string | null,
  as: TargetColumn['as'] = plain,
): TargetColumn => ({ name, type: 'text[]', as, literal: (targets) => texts(targets, of) })
const numberColumn = (
  name: string,
  type: 'int[]' | 'float8[]' | 'bigint[]',
  of: (target: Target) => number | null,
  as: TargetColumn['as'] = plain,
): TargetColumn => ({ name, type, as, literal: (targets) => integers(targets, of) })

/** What every step of a target moves. */
const narrowColumns: readonly TargetColumn[] = [
  textColumn('state', ({ state }) => state, cast('target_state')),
  textColumn('step', ({ step }) => step),
  numberColumn('generation', 'int[]', ({ generation }) => generation),
  numberColumn('attempts', 'int[]', ({ attempts }) => attempts),
  numberColumn('progress', 'float8[]', ({ progress }) => progress),
  numberColumn('started_at', 'bigint[]', ({ startedAt }) => startedAt, instant),
  numberColumn('attempt_at', 'bigint[]', ({ attemptAt }) => attemptAt, instant),
  numberColumn('deadline_at', 'bigint[]', ({ deadlineAt }) => deadlineAt, instant),
  numberColumn('finished_at', 'bigint[]', ({ finishedAt }) => finishedAt, instant),
]

/** What only trouble, and operations that take their time, move besides. */
const wideColumns: readonly TargetColumn[] = [
  ...narrowColumns,
  textColumn('reason', ({ reason }) => reason),
  textColumn('message', ({ message }) => message),
  textColumn('operation_ref', ({ operationRef }) => operationRef),
  numberColumn('retry_at', 'bigint[]', ({ retryAt }) => retryAt, instant),
  textColumn('previous', ({ previous }) => json(previous), cast('jsonb')),
  textColumn('nodes', ({ nodes }) => json(nodes), cast('jsonb')),
]

function targetPart({ param, ctes }: Parts, { targets, wide }: Turn): void {
  const list = [...targets]
  const columns = wide ? wideColumns : narrowColumns
  const ids = `${param(integers(list, ({ id }) => id))}::bigint[]`
  const arrays = columns.map(({ type, literal }) => `${param(literal(list))}::${type}`)
  const sets = columns.map(({ name, as }) => `${name} = ${as(`u.${name}`)}`)
  ctes.push(
    `t AS (UPDATE target SET ${sets.join(', ')}
     FROM unnest(${[ids, ...arrays].join(', ')}) AS u (id, ${columns.map(({ name }) => name).join(', ')}), r
     WHERE target.id = u.id)`,
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
  { actor, now }: WriteOptions,
): void {
  const told = changes.some((change) => dataOf(change) !== null)
  const columns = [
    `${param(texts(changes, ({ type }) => type))}::text[]`,
    `${param(texts(changes, (change) => phaseIdOf(state, change)))}::text[]`,
    `${param(integers(changes, (change) => ('target' in change ? change.target.id : null)))}::bigint[]`,
    `${param(texts(changes, (change) => ('target' in change ? change.target.cluster : null)))}::text[]`,
    `${param(integers(changes, ({ attempt }) => attempt))}::int[]`,
    ...(told ? [`${param(texts(changes, dataOf))}::text[]`] : []),
  ]
  ctes.push(
    `e AS (INSERT INTO event (rollout_id, seq, at, type, phase, target_id, cluster, attempt, actor, data)
     SELECT r.id, ${param(lastSeq)}::bigint + u.n, to_timestamp(${param(now)}::float8 / 1000), u.type, u.phase,
       u.target_id, u.cluster, u.attempt, ${param(actor)}, ${told ? 'u.data::jsonb' : 'NULL'}
     FROM r, unnest(${columns.join(', ')}) WITH ORDINALITY
       AS u (type, phase, target_id, cluster, attempt, ${told ? 'data, ' : ''}n))`,
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

function attemptPart(
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

function freePart({ param, ctes }: Parts, { freed }: Turn): void {
  const ids = `${param(integers(freed, ({ id }) => id))}::bigint[]`
  const clusters = `${param(integers(freed, ({ clusterId }) => clusterId))}::int[]`
  ctes.push(
    `f AS (DELETE FROM lease USING unnest(${clusters}, ${ids}) AS u (cluster_id, target_id), r
     WHERE lease.cluster_id = u.cluster_id AND lease.target_id = u.target_id)`,
  )
}

/** A cluster that another rollout holds violates the key: the whole statement fails, and nothing was written. */
function takePart({ param, ctes }: Parts, { taken }: Turn, { now }: WriteOptions): void {
  const ids = `${param(integers(taken, ({ id }) => id))}::bigint[]`
  const clusters = `${param(integers(taken, ({ clusterId }) => clusterId))}::int[]`
  ctes.push(
    `l AS (INSERT INTO lease (cluster_id, rollout_id, target_id, acquired_at)
     SELECT u.cluster_id, r.id, u.target_id, to_timestamp(${param(now)}::float8 / 1000)
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
