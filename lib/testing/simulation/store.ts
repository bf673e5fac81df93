import type { Recorded } from '@/lib/core/rollout/change'
import type { Loaded } from '@/lib/core/rollout/load'
import type { Gate, Guard, Phase, RolloutHead, Target } from '@/lib/core/rollout/model'
import type { EngineState, Turn } from '@/lib/core/rollout/state'
import type { Proposal } from './proposals'

/** One event of a rollout's log, as its public API would tell it. */
export interface Logged {
  readonly seq: number
  readonly at: number
  readonly type: Recorded['type']
  readonly target: Target | null
  readonly phase: Phase | null
  readonly gate: Gate | null
  readonly data: Readonly<Record<string, unknown>>
}

/** What a rollout was bound by from one event on: an amendment, or the start of a phase, which fixes its numbers. */
export interface Era {
  readonly from: number
  readonly planHash: string
  readonly phases: readonly Phase[]
  readonly gates: readonly Gate[]
  readonly guards: readonly Guard[]
}

/** The rows of one rollout, and who may write them. */
export interface Stored {
  head: RolloutHead
  phases: Phase[]
  gates: Gate[]
  guards: Guard[]
  readonly targets: Map<number, Target>
  revision: number
  commandRevision: number
  fence: number
  leaseUntil: number
  wakeAt: number
  readonly log: Logged[]
  readonly eras: Era[]
  /** The rollout as it was launched: at work, or a draft. */
  readonly launched: Pick<RolloutHead, 'state' | 'startAt'>
  /** The amendment that waits for somebody else. */
  proposal: Proposal | null
}

/** What a decision was made on; a ticker's carries its fencing token, a command's none. */
export interface Basis {
  readonly revision: number
  readonly fence: number | null
}

/**
 * The database: rows that change only in whole transactions, which find that somebody else has written by the
 * same signs as the real one (revision, fencing token, one lease per cluster). Only what a turn says it has
 * touched is written, so that a turn which forgets something shows.
 */
export class Store {
  readonly rollouts = new Map<number, Stored>()
  /** Which rollout has a cluster in flight. */
  readonly leases = new Map<number, number>()
  /** Since when the line is stopped, and when it was before; the last one may have no end yet. */
  readonly stops: { readonly from: number; until: number }[] = []
  /** In which region each cluster that is at work, or broken, has a place. */
  private readonly places = new Map<number, string>()
  /** Clusters that have failed since somebody made them healthy or answered for them, by the log; with their region. */
  readonly broken = new Map<number, string>()

  /** Told of every gate that asks, with the number of the event. */
  onAsked: (rollout: number, gate: Gate, planHash: string, seq: number) => void = () => {}

  /** Told of every failure, with how many there were. */
  onFailed: (rollout: number, failures: number) => void = () => {}

  /** @param placesMax places in each region, over all rollouts. */
  constructor(private readonly placesMax: number | null) {}

  /** The stop of the line that is in force now. */
  get stop(): { readonly from: number; until: number } | undefined {
    return this.stops.find(({ until }) => until === Number.POSITIVE_INFINITY)
  }

  /** Places that are free in the region of a target; its own counts as free. */
  freePlaces({ clusterId, facts }: Target): number {
    if (this.placesMax === null || this.places.has(clusterId)) return Number.POSITIVE_INFINITY
    const used = [...this.places.values()].filter((region) => region === facts.region).length
    return this.placesMax - used
  }

  add(loaded: Loaded): void {
    this.rollouts.set(loaded.head.id, {
      ...copyOf(loaded),
      targets: new Map(loaded.targets.map((one) => [one.id, { ...one }])),
      revision: 1,
      commandRevision: 0,
      fence: 0,
      leaseUntil: Number.NEGATIVE_INFINITY,
      wakeAt: 0,
      log: [],
      eras: [],
      launched: { state: loaded.head.state, startAt: loaded.head.startAt },
      proposal: null,
    })
    this.beginEra(this.of(loaded.head.id), 0)
  }

  of(id: number): Stored {
    const stored = this.rollouts.get(id)
    if (!stored) throw new Error(`there is no rollout ${id}`)
    return stored
  }

  /** Copies the rows: what is done to them stays with whoever asked. */
  load(id: number): Loaded {
    const stored = this.of(id)
    const targets = [...stored.targets.values()].map((one) => ({ ...one }))
    targets.sort((a, b) => a.phase - b.phase || a.position - b.position)
    return { ...copyOf(stored), targets }
  }

  /** Writes what a turn has touched, or nothing. */
  commit(
    state: EngineState,
    turn: Turn,
    { revision, fence }: Basis,
    byCommand: boolean,
  ): 'written' | 'stale' | 'leased' {
    const stored = this.of(state.head.id)
    if (stored.revision !== revision || (fence !== null && stored.fence !== fence)) return 'stale'
    const mine = state.head.id
    const freed = new Set(turn.freed.map(({ clusterId }) => clusterId))
    const left = turn.freed.filter((target) => this.gives(target)).map(({ clusterId }) => clusterId)
    const taken = turn.taken.filter(({ clusterId }) => !freed.has(clusterId))
    if (taken.some(({ clusterId }) => (this.leases.get(clusterId) ?? mine) !== mine)) return 'leased'
    if (!this.hasPlaces(taken, new Set(left))) return 'leased'
    for (const cluster of freed) if (this.leases.get(cluster) === mine) this.leases.delete(cluster)
    for (const cluster of left) this.places.delete(cluster)
    for (const { clusterId, facts } of taken) {
      this.leases.set(clusterId, mine)
      this.places.set(clusterId, facts.region)
    }
    for (const target of [...turn.targets, ...turn.moved]) stored.targets.set(target.id, { ...target })
    if (turn.amended) Object.assign(stored, copyOf(state))
    for (const phase of turn.phases) stored.phases[phase.index] = copyPhase(phase)
    for (const gate of turn.gates) {
      stored.gates = stored.gates.map((one) => (one.id === gate.id ? copyGate(gate) : one))
    }
    for (const guard of turn.guards) stored.guards[guard.index] = { ...guard }
    if (turn.head) stored.head = { ...state.head }
    stored.revision += 1
    if (byCommand) stored.commandRevision += 1
    const before = stored.log.length
    for (const change of turn.changes) {
      stored.log.push(logged(change, stored.log.length + 1))
      if ('target' in change) this.noteHealth(change.type, change.target)
      if (change.type === 'target.failed') this.onFailed(mine, state.head.charged)
      if (change.type === 'gate.requested')
        this.onAsked(mine, change.gate, state.head.planHash, stored.log.length)
    }
    const bound = turn.changes.findIndex(({ type }) => binding.has(type))
    // Whoever binds it by something else without an event that says so has done it with the first of the turn.
    const silently = turn.amended || stored.head.planHash !== stored.eras.at(-1)?.planHash
    if (bound >= 0 || silently) this.beginEra(stored, before + Math.max(bound, 0) + 1)
    return 'written'
  }

  private beginEra(stored: Stored, from: number): void {
    const { head, phases, gates, guards } = copyOf(stored)
    stored.eras.push({ from, planHash: head.planHash, phases, gates, guards })
  }

  private hasPlaces(taken: readonly Target[], freed: ReadonlySet<number>): boolean {
    const max = this.placesMax
    if (max === null) return true
    const after = new Map([...this.places].filter(([cluster]) => !freed.has(cluster)))
    for (const { clusterId, facts } of taken) after.set(clusterId, facts.region)
    const regions = [...after.values()]
    return taken.every(({ facts }) => regions.filter((one) => one === facts.region).length <= max)
  }

  /** Takes a broken cluster off the budget: somebody answers for it. One that is at work again keeps its place. */
  acknowledge(cluster: number): void {
    this.broken.delete(cluster)
    if (!this.leases.has(cluster)) this.places.delete(cluster)
  }

  /** Tells whether a target that comes to rest gives its place free: not when its cluster is broken. */
  private gives({ state, clusterId }: Target): boolean {
    if (state === 'succeeded' || state === 'reverted') return true
    return (state === 'cancelled' || state === 'skipped') && !this.broken.has(clusterId)
  }

  private noteHealth(type: Recorded['type'], { clusterId, facts }: Target): void {
    if (type === 'target.failed' || type === 'target.revert_failed') this.broken.set(clusterId, facts.region)
    if (type === 'target.succeeded' || type === 'target.reverted') this.broken.delete(clusterId)
  }
}

const binding: ReadonlySet<string> = new Set(['rollout.amended', 'phase.started'])

/** What a rollout was bound by at one of its events. */
export const eraAt = ({ eras }: Stored, seq: number): Era => eras.findLast(({ from }) => from <= seq) as Era

function logged(change: Recorded, seq: number): Logged {
  return {
    seq,
    at: change.at,
    type: change.type,
    target: 'target' in change ? { ...change.target } : null,
    phase: 'phase' in change && change.phase ? change.phase : null,
    gate: 'gate' in change ? copyGate(change.gate) : null,
    data: 'data' in change && change.data ? (change.data as unknown as Record<string, unknown>) : {},
  }
}

const copyPhase = (phase: Phase): Phase => ({ ...phase, counts: { ...phase.counts } })
const copyGate = (gate: Gate): Gate => ({ ...gate, decisions: [...gate.decisions] })

function copyOf({ head, phases, gates, guards }: Pick<Loaded, 'head' | 'phases' | 'gates' | 'guards'>) {
  return {
    head: { ...head },
    phases: phases.map(copyPhase),
    gates: gates.map(copyGate),
    guards: guards.map((guard) => ({ ...guard })),
  }
}
