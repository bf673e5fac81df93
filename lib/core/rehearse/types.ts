import type { PauseCause, RolloutState } from '@/lib/core/rollout/states'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { WorstCase } from './worst-case'

/** A period in which nothing starts on the clusters it matches. Instants are epoch ms. */
export interface PlannedFreeze {
  readonly title: string
  readonly startsAt: number
  readonly endsAt: number
  matches(cluster: ClusterFacts): boolean
}

/** How long something takes: log-normal, by its median in ms and the spread of its logarithm (0 = always the same). */
export interface Spell {
  readonly medianMs: number
  readonly sigma: number
}

/** What is believed of one kind of cluster. */
export interface Belief {
  readonly apply: Spell
  readonly verify: Spell
  /** Probability that a target fails in the end, after all of its attempts. */
  readonly failure: number
}

/** What a rehearsal goes by. */
export interface Beliefs {
  of(cluster: Pick<ClusterFacts, 'provider' | 'version'>): Belief
  /** Probability that an attempt fails although the target succeeds in the end. */
  readonly flake: number
  readonly approval: Spell
  readonly basis: Basis
}

/** Where the beliefs come from, for people. */
export interface Basis {
  /** Ended attempts, finished targets and decisions that they rest on; 0 = assumed outright. */
  readonly attempts: number
  readonly targets: number
  readonly approvals: number
  /** Over the whole operation. */
  readonly apply: Spell
  readonly verify: Spell
  readonly failure: number
  readonly approval: Spell
  /** Which of them the caller has set. */
  readonly assumed: readonly ('seconds' | 'failureRate' | 'approvalDelay')[]
}

/** Half of the runs came earlier, nine in ten. Epoch ms; null = not reached by so many. */
export interface Quantiles {
  readonly p50: number | null
  readonly p90: number | null
}

export interface PhaseForecast {
  readonly id: string
  readonly targets: number
  readonly start: Quantiles
  readonly end: Quantiles
  readonly expectedFailures: number
  readonly peakInFlight: number
  /** Share of the runs in which the phase's own budget was exhausted. */
  readonly tripShare: number
}

/** What one phase did in the representative run. Epoch ms; null = never came to it. */
export interface PhaseSpan {
  readonly enteredAt: number | null
  readonly startedAt: number | null
  readonly soakingAt: number | null
  readonly finishedAt: number | null
}

/** Something that has held up starts, in some of the runs. */
export interface Collision {
  readonly kind: 'freeze' | 'window'
  readonly what: string
  readonly phases: readonly string[]
  /** Most targets that it held in a run, and the share of the runs it did in. */
  readonly targets: number
  readonly share: number
  readonly until: number | null
}

/** Why runs stopped before their end. */
export interface Stop {
  readonly cause: PauseCause | 'aborted' | 'rolled_back' | 'stuck'
  readonly detail: string | null
  readonly share: number
}

export interface Rehearsal {
  readonly seed: string
  readonly runs: number
  readonly targets: number
  readonly startsAt: number
  readonly end: Quantiles
  /** Share of the runs that came to their end without a stop. */
  readonly completes: number
  readonly stops: readonly Stop[]
  readonly peakInFlight: number
  readonly expectedFailures: number
  /** Share of the runs in which any budget was exhausted. */
  readonly tripShare: number
  readonly phases: readonly PhaseForecast[]
  readonly timeline: readonly PhaseSpan[]
  readonly collisions: readonly Collision[]
  readonly worstCase: WorstCase
  readonly basis: Basis
}

/** What one run has come to. */
export interface RunResult {
  readonly state: RolloutState
  readonly endedAt: number | null
  readonly stop: Omit<Stop, 'share'> | null
  readonly peakInFlight: number
  readonly failures: number
  readonly tripped: boolean
  readonly phases: readonly (PhaseSpan & {
    readonly failures: number
    readonly peakInFlight: number
    readonly tripped: boolean
  })[]
  /** By freeze or window, the targets it held and in which phases. */
  readonly held: ReadonlyMap<string, Held>
}

export type Held = Omit<Collision, 'share'>
