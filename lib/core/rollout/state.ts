import type { Recorded } from './change'
import type { Flight, Timer } from './flight'
import type { Heap } from './heap'
import type { Lane } from './lane'
import type { AttemptOutcome, Gate, Guard, Phase, RolloutHead, Step, Target } from './model'
import type { PlaceNeed, Places } from './places'
import type { Reverts } from './reverts'
import type { Comparisons, Watches, WatchOrder } from './watch-memory'

/** A rollout in memory. A ticker has all of its targets, a command only those it names. */
export interface EngineState {
  readonly head: RolloutHead
  readonly phases: Phase[]
  readonly gates: Gate[]
  readonly guards: Guard[]
  readonly targets: ReadonlyMap<number, Target>
  /** What only a ticker needs, derived from the rest at a load and never stored; null in commands. */
  readonly run: Runtime | null
}

/** The ticker's working memory: who is next in each phase, who is in flight, and what is due when. */
export interface Runtime {
  readonly lanes: readonly Lane[]
  readonly flights: Map<number, Flight>
  readonly timers: Heap<Timer>
  readonly reverts: Reverts
  /** Places of disruption budgets that this rollout may still take. */
  readonly places: Places
  /** Checks of gates and guards that are looked at, by `watchKey`. */
  readonly watches: Watches
  /** Comparisons of clusters for statistical stops. */
  readonly comparisons: Comparisons
}

/** What is asked of the outside world; only to be done after the turn's changes are durable. */
export interface Effect {
  readonly kind: 'start' | 'observe' | 'cancel' | 'verify' | 'preflight'
  readonly target: Target
  readonly generation: number
  readonly step: Step
}

/** An attempt that has ended: one row of history. */
export interface EndedAttempt {
  readonly target: Target
  /** Index, in the turn, of the change that ended it. */
  readonly change: number
  readonly step: Step
  readonly generation: number
  readonly number: number
  readonly startedAt: number
  readonly finishedAt: number
  readonly outcome: AttemptOutcome
  readonly message: string | null
}

/** What a start takes besides its lease: places of disruption budgets. */
export interface Claim {
  readonly target: Target
  readonly needs: readonly PlaceNeed[]
}

/**
 * The answer of one decision: changes in order, which rows they touched, and what to do outside. The sets
 * hold the very objects of the state: rows are written from their present fields.
 */
export class Turn {
  readonly changes: Recorded[] = []
  readonly targets = new Set<Target>()
  readonly phases = new Set<Phase>()
  readonly gates = new Set<Gate>()
  readonly guards = new Set<Guard>()
  head = false
  /** The policy has been switched: phases, gates and guards are others, and all of them are to be written. */
  amended = false
  /** Targets that an amendment has put elsewhere. */
  readonly moved: Target[] = []
  /** Whether any touched target has, or had, more than the fields that every step moves. */
  wide = false
  /** Targets whose cluster is to be leased, or given free. */
  readonly taken: Target[] = []
  readonly freed: Target[] = []
  readonly claims: Claim[] = []
  readonly ended: EndedAttempt[] = []
  /** Targets whose operation has succeeded: what it `sets` is to be written to their clusters. */
  readonly succeeded: Target[] = []
  /** Targets that were taken back: what was recorded of their clusters is to be restored. */
  readonly reverted: Target[] = []
  readonly effects: Effect[] = []
  /** Targets about to start, whose clusters are to be looked at first. */
  readonly toCheck: Target[] = []
  /** Checks of gates and guards, and clusters to be compared, that are to be looked at now. */
  readonly toWatch: WatchOrder[] = []

  /** Tells whether anything is to be written. */
  get empty(): boolean {
    return this.changes.length === 0
  }
}

/** Finds a phase by its index; a wrong index is a bug. */
export function phaseOf(state: EngineState, index: number): Phase {
  const phase = state.phases[index]
  if (!phase) throw new Error(`no phase ${index}`)
  return phase
}

/** Counts the targets of a phase that a driver may be at work on. */
export const inFlightOf = (phase: Phase): number =>
  phase.counts.applying + phase.counts.verifying + phase.counts.reverting

/** Counts the targets of a phase that are at rest. */
export const atRestOf = (phase: Phase): number => phase.total - phase.counts.pending - inFlightOf(phase)

/** Tells whether a phase is over; a retry of one of its targets re-opens it. */
export const isDone = (phase: Pick<Phase, 'state'>): boolean => donePhases.has(phase.state)

const donePhases: ReadonlySet<string> = new Set([
  'succeeded',
  'succeeded_with_failures',
  'failed',
  'skipped',
  'aborted',
])

/**
 * The idempotency key of an attempt. It follows from what is durable, so every retry and every worker that
 * takes over uses the same; the moment of the launch keeps two databases apart.
 */
export const attemptKey = (head: RolloutHead, targetId: number, step: Step, generation: number): string =>
  `${head.id}-${head.createdAt.toString(36)}-${targetId}-${step}-${generation}`
