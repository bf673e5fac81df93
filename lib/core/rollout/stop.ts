import type { ResolvedStop } from '@/lib/core/policy/resolved'
import { blockEvidence } from '@/lib/core/stats/blocks'
import { baselineFrom, evidence } from '@/lib/core/stats/evidence'
import type { Phase } from './model'
import { type EngineState, inFlightOf } from './state'

/** A statistical stop as it stands. */
export interface Stop {
  readonly rules: ResolvedStop
  /** The check on which upgraded clusters are compared with waiting ones; null = failures count. */
  readonly check: string | null
  /** Null = the waiting clusters are what it is compared with. */
  readonly baseline: number | null
  /** Targets that were started (or compared) and count, and those of them that have failed (the check). */
  readonly trials: number
  readonly failures: number
  readonly evidence: number
  /** The evidence at which it stops: 1 / falseAlarm. */
  readonly enough: number
}

type Counted = Pick<Phase, 'counts' | 'charged' | 'acknowledged'>

/**
 * The stop over one phase, or null. It follows from counts that are kept anyway, so a crash, a replay and a reader see
 * the same:
 *
 * - every target that was started counts once; as long as it is in flight as one that has not failed;
 * - of a target that was retried its latest outcome counts, and failures that a person has acknowledged do not count
 *   any more, as trials neither. Both make the evidence less, never more.
 */
export function phaseStop(phase: Phase): Stop | null {
  const { stop } = phase.rules
  if (!stop) return null
  return stop.check === undefined ? standing(stop, [phase], phase) : comparing(stop, stop.check, phase)
}

/** The stop on a check follows from the comparisons, and from these alone. */
function comparing(rules: ResolvedStop, check: string, { compared }: Phase): Stop {
  const { trials, failures, blocks } = compared ?? { trials: 0, failures: 0, blocks: {} }
  const found = { trials, failures, evidence: blockEvidence(blocks) }
  return { rules, check, baseline: null, ...found, enough: 1 / rules.falseAlarm }
}

/** The stop over the whole rollout, or null. */
export function rolloutStop({ head, phases }: Pick<EngineState, 'head' | 'phases'>): Stop | null {
  const { stop } = head.rules.policy
  return stop ? standing(stop, phases, head) : null
}

function standing(
  rules: ResolvedStop,
  phases: readonly Phase[],
  { charged, acknowledged }: Pick<Counted, 'charged' | 'acknowledged'>,
): Stop {
  const sum = (of: (phase: Phase) => number) => phases.reduce((total, phase) => total + of(phase), 0)
  const failures = Math.min(
    sum(({ counts }) => counts.failed),
    charged - acknowledged,
  )
  const trials = sum(({ counts }) => counts.succeeded) + sum(inFlightOf) + failures
  const baseline = rules.baseline ?? baselineFrom({ trials: 0, failures: 0 })
  return {
    rules,
    check: null,
    baseline,
    trials,
    failures,
    evidence: evidence({ trials, failures }, baseline),
    enough: 1 / rules.falseAlarm,
  }
}

/** Tells whether more fails than chance would let pass. */
export const isFired = (stop: Stop | null): stop is Stop => stop !== null && stop.evidence >= stop.enough

/** Tells whether a stop holds the rollout: a resume has to accept what failed. */
export const someStopFired = (state: EngineState): boolean =>
  isFired(rolloutStop(state)) || state.phases.some((phase) => isFired(phaseStop(phase)))
