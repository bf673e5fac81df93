/** Rollouts in memory for the tests of the core: made from a few numbers, carried out on a virtual clock. */
import type { ResolvedOperation } from '@/lib/core/operation/types'
import type {
  ResolvedApproval,
  ResolvedCheck,
  ResolvedPhase,
  ResolvedPolicy,
  ResolvedWebhook,
} from '@/lib/core/policy/resolved'
import type { Recorded } from './change'
import { type Command, command } from './command'
import { decide, resume } from './decide'
import { freshHead, freshPhases, freshTarget } from './fresh'
import { type Loaded, tickerState } from './load'
import { makeGates } from './make-gates'
import type { Target } from './model'
import type { Answer, Look, Observation } from './observation'
import type { Effect, EndedAttempt, EngineState, Runtime, Turn } from './state'
import type { TargetState } from './states'
import type { Verdict } from './verdict'
import type { Sighting, WatchOrder } from './watch-memory'

export interface PhaseSketch extends Partial<Omit<ResolvedPhase, 'after'>> {
  size: number
  after?: readonly string[]
  regions?: readonly string[]
}

export interface RolloutSketch {
  phases: readonly PhaseSketch[]
  failureBudget?: ResolvedPolicy['failureBudget']
  guards?: ResolvedPolicy['guards']
  operation?: Partial<ResolvedOperation>
}

export const checkGate = (more: Partial<ResolvedCheck> = {}): ResolvedCheck => ({
  type: 'check',
  name: 'lag',
  check: 'http',
  with: {},
  everyMs: 10_000,
  forMs: 0,
  timeoutMs: 600_000,
  always: false,
  ...more,
})

export const approval = (more: Partial<ResolvedApproval> = {}): ResolvedApproval => ({
  type: 'approval',
  count: 1,
  role: 'approver',
  notLauncher: true,
  expiresMs: 86_400_000,
  always: false,
  ...more,
})

export const webhook = (more: Partial<ResolvedWebhook> = {}): ResolvedWebhook => ({
  type: 'webhook',
  name: 'change-board',
  url: 'https://changes.example/ask',
  secret: 'change-board',
  expiresMs: 86_400_000,
  always: false,
  ...more,
})

export const verifyCheck = {
  name: 'healthy',
  check: 'http',
  with: {},
  everyMs: 1_000,
  forMs: 0,
  timeoutMs: 60_000,
} as const

const operation: ResolvedOperation = {
  name: 'upgrade',
  title: 'Upgrade',
  appliesTo: 'true',
  params: {},
  satisfied: null,
  sets: {},
  timeoutMs: 600_000,
  retry: { attempts: 1, backoffMs: 1_000, maxBackoffMs: 60_000 },
  apply: { driver: 'simulator', with: {} },
  preflight: [],
  verify: [],
  revert: null,
  irreversibleAfter: null,
}

function phaseRules(sketch: PhaseSketch, index: number, all: readonly PhaseSketch[]): ResolvedPhase {
  const { size: _, regions: __, ...rules } = sketch
  const above = all[index - 1]
  return {
    id: `p${index}`,
    title: `Phase ${index}`,
    select: 'true',
    take: null,
    takeBy: [],
    order: { type: 'fields', fields: [] },
    steps: [{ to: '100%', soakMs: 0, approval: null }],
    maxInFlight: '100%',
    spread: [],
    failureBudget: null,
    soakMs: 0,
    // biome-ignore lint/suspicious/noThenProperty: a word of the policy language
    unreachable: { waitMs: 1_800_000, then: 'skip' },
    before: [],
    checks: [],
    ...rules,
    after: sketch.after ?? (above ? [above.id ?? `p${index - 1}`] : []),
  }
}

/** Makes the rows of a rollout that has been launched and not begun. */
export function makeRollout({
  phases,
  failureBudget = null,
  guards = [],
  operation: more,
}: RolloutSketch): Loaded {
  const rules = phases.map(phaseRules)
  const policy: ResolvedPolicy = {
    name: 'policy',
    title: 'Policy',
    unmatched: 'exclude',
    guards,
    failureBudget,
    phases: rules,
  }
  const total = phases.reduce((sum, { size }) => sum + size, 0)
  const targets = phases.flatMap(({ size, regions = ['r1'] }, phase) =>
    Array.from({ length: size }, (_, position) =>
      makeTarget(phase, position, regions[position % regions.length] ?? ''),
    ),
  )
  return {
    head: {
      ...freshHead(
        { id: 1, createdAt: 0, planHash: 'plan', launchedById: 1, policyAuthorId: 2, total },
        { policy, operation: { ...operation, ...more } },
      ),
      state: 'running',
      startedAt: 0,
    },
    phases: freshPhases(
      rules.map((rule) => ({ id: rule.id, title: rule.title, after: rule.after, rules: rule })),
      phases.map(({ size }) => size),
    ),
    gates: makeGates(policy),
    guards: guards.map((spec, index) => ({ index, spec, evidence: null, failingSince: null })),
    targets,
  }
}

function makeTarget(phase: number, position: number, region: string): Target {
  const id = phase * 1_000 + position + 1
  return freshTarget({
    id,
    phase,
    position,
    clusterId: id,
    cluster: `c${phase}-${position}`,
    facts: {
      kind: 'kafka',
      provider: 'aws',
      region,
      environment: 'prod',
      tier: 'customer',
      version: '3.9.0',
      weight: 1,
      labels: {},
    },
  })
}

/** What the outside does with a call: an answer after a while. Null = never answers. */
export type Outside = (effect: Effect, now: number) => { after: number; answer: Answer } | null

export const succeeds: Answer = { kind: 'succeeded', message: null }
export const works: Outside = () => ({ after: 1_000, answer: succeeds })

const restMs = 90 * 86_400_000

/** A rollout on a virtual clock, with an outside that answers. */
export class World {
  now = 0
  state: EngineState & { readonly run: Runtime }
  readonly log: Recorded[] = []
  /** Starts that reached the outside. */
  readonly starts: { target: Target; generation: number; at: number }[] = []
  readonly ended: EndedAttempt[] = []
  /** What a look at a cluster shows; replaced by tests about leases, freezes and skips. */
  verdict: (target: Target, now: number) => Verdict = (_, at) => ({ at, kind: 'go', previous: null })
  /** What looks at the checks of gates and guards show, after how long; null = never answers. */
  sees: (order: WatchOrder, now: number) => { after: number; kind: Sighting['kind'] } | null = () => ({
    after: 0,
    kind: 'pass',
  })
  /** What looks at clusters that are compared show, each of its target's; null = never answers. */
  compares: (target: Target, now: number) => Sighting['kind'] | null = () => 'pass'
  onTurn: (turn: Turn) => void = () => {}
  private calls: { at: number; observation: Observation }[] = []
  private looks: Look[] = []
  private sightings: { at: number; seen: Sighting }[] = []
  private nextAt = 0

  constructor(
    loaded: Loaded,
    public outside: Outside = works,
  ) {
    this.state = tickerState(loaded)
  }

  /**
   * Decides until nothing is due any more, or up to the given moment; moves the clock. A window of a rollout that
   * waits for somebody opens and closes for ever: after three months in which nothing else was due, it rests.
   */
  run(until?: number): this {
    const horizon = until ?? this.now + restMs
    for (let turns = 0; turns < 3_000; turns++) {
      this.turn()
      const nextCall = Math.min(...this.calls.map(({ at }) => at), Number.POSITIVE_INFINITY)
      const nextSight = Math.min(...this.sightings.map(({ at }) => at), Number.POSITIVE_INFINITY)
      const next = this.looks.length > 0 ? this.now : Math.min(this.nextAt, nextCall, nextSight)
      if (next > horizon) {
        this.now = Math.max(this.now, until ?? this.now)
        return this
      }
      this.now = Math.max(this.now, next)
    }
    throw new Error('the rollout does not come to rest')
  }

  /** Runs up to a number of milliseconds from now. */
  after(ms: number): this {
    return this.run(this.now + ms)
  }

  turn(): void {
    const due = this.calls.filter(({ at }) => at <= this.now)
    this.calls = this.calls.filter(({ at }) => at > this.now)
    const looks = this.looks.splice(0)
    const observations = due.map(({ observation }) => observation)
    const sightings = this.sightings.filter(({ at }) => at <= this.now).map(({ seen }) => seen)
    this.sightings = this.sightings.filter(({ at }) => at > this.now)
    const { turn, nextAt } = decide(this.state, this.state.run, { observations, looks, sightings }, this.now)
    this.nextAt = nextAt
    this.take(turn)
  }

  /** Sends a command, as the web server does; the ticker then loads anew. Throws when it is refused. */
  send(asked: Command, named: readonly Target[] = []): this {
    const result = command(
      { ...this.state, run: null, targets: new Map(named.map((target) => [target.id, target])) },
      asked,
      this.now,
    )
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
    this.take(result.value)
    this.reload()
    return this
  }

  /** Loads anew, as after a command; `crash` also forgets what is with the driver. */
  reload(crash = false): this {
    const { head, phases, gates, guards, targets, run } = this.state
    const ordered = [...targets.values()].sort((a, b) => a.phase - b.phase || a.position - b.position)
    this.state = tickerState({ head, phases, gates, guards, targets: ordered }, crash ? undefined : run)
    if (crash) this.sightings = []
    this.looks = []
    this.take(resume(this.state, this.state.run, this.now))
    this.nextAt = this.now
    return this
  }

  /** Lets a look's answer come in now, whoever ordered it. */
  show(seen: Sighting): void {
    this.sightings.push({ at: this.now, seen })
  }

  target(name: string): Target {
    const target = [...this.state.targets.values()].find(({ cluster }) => cluster === name)
    if (!target) throw new Error(`no target ${name}`)
    return target
  }

  /** How many targets are in a state. */
  count(state: TargetState): number {
    return this.state.phases.reduce((sum, { counts }) => sum + counts[state], 0)
  }

  types(): string[] {
    return this.log.map(({ type }) => type)
  }

  private take(turn: Turn): void {
    this.log.push(...turn.changes)
    this.ended.push(...turn.ended)
    this.onTurn(turn)
    for (const effect of turn.effects) {
      const { target, generation, kind } = effect
      if (kind === 'start') this.starts.push({ target, generation, at: this.now })
      const reply = this.outside(effect, this.now)
      if (!reply) continue
      const observation = { targetId: target.id, generation, answer: reply.answer }
      this.calls.push({ at: this.now + reply.after, observation })
    }
    for (const order of turn.toWatch) {
      if ('clusters' in order.subject) {
        this.compare(order, order.subject.clusters)
        continue
      }
      const reply = this.sees(order, this.now)
      if (!reply) continue
      const { key, round } = order
      const seen = { key, round, at: this.now, kind: reply.kind, message: reply.kind, observed: null }
      this.sightings.push({ at: this.now + reply.after, seen })
    }
    for (const target of turn.toCheck) {
      this.looks.push({ targetId: target.id, verdict: this.verdict(target, this.now) })
    }
  }

  private compare({ key, round }: WatchOrder, targets: readonly Target[]): void {
    const at = this.now
    const kinds = targets.map((target) => ({ target: target.id, kind: this.compares(target, at) }))
    const shown = kinds.flatMap(({ target, kind }) => (kind === null ? [] : [{ target, kind }]))
    if (shown.length < targets.length) return
    this.sightings.push({ at, seen: { key, round, at, kind: 'unknown', message: '', observed: null, shown } })
  }
}
