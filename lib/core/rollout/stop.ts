import type { ResolvedStop } from '@/lib/core/policy/resolved'
import { baselineFrom, evidence } from '@/lib/core/stats/evidence'
import { record } from './apply'
import type { Phase } from './model'
import { type EngineState, inFlightOf, phaseOf, type Turn } from './state'

/** A statistical stop as it stands. */
export interface Stop {
  readonly rules: ResolvedStop
  readonly baseline: number
  /** Targets that were started and count, and those of them that have failed. */
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
  return phase.rules.stop ? standing(phase.rules.stop, [phase], phase) : null
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
    baseline,
    trials,
    failures,
    evidence: evidence({ trials, failures }, baseline),
    enough: 1 / rules.falseAlarm,
  }
}

/** Tells whether more fails than chance would let pass. */
const isFired = (stop: Stop | null): stop is Stop => stop !== null && stop.evidence >= stop.enough

/** Tells whether a stop holds the rollout: a resume has to accept what failed. */
export const someStopFired = (state: EngineState): boolean =>
  isFired(rolloutStop(state)) || state.phases.some((phase) => isFired(phaseStop(phase)))

/**
 * Pauses the rollout when the failures up to this one, in the given phase or in all, are more than chance would let
 * pass. Asked after the budgets, which are hard: a stop only ever comes before them.
 */
export function tripStops(state: EngineState, turn: Turn, phaseIndex: number, now: number): void {
  const phase = phaseOf(state, phaseIndex)
  const own = phaseStop(phase)
  if (isFired(own)) trip(state, turn, phase, own, now)
  const whole = rolloutStop(state)
  if (isFired(whole)) trip(state, turn, null, whole, now)
}

function trip(state: EngineState, turn: Turn, phase: Phase | null, stop: Stop, now: number): void {
  if (state.head.state !== 'running') return
  const { failures, trials, baseline, rules } = stop
  const { falseAlarm } = rules
  const measured = Math.round(Math.min(stop.evidence, 1e12))
  record(
    state,
    turn,
    { type: 'stop.fired', phase, data: { failures, trials, baseline, falseAlarm, evidence: measured } },
    now,
  )
  const detail = describeStop(phase, stop)
  record(state, turn, { type: 'rollout.paused', data: { cause: 'guard', detail } }, now)
}

function describeStop(phase: Phase | null, { failures, trials, baseline, rules }: Stop): string {
  const where = phase ? `in phase ${phase.id}` : 'in the rollout'
  return `statistical stop: ${failures} of ${trials} targets have failed ${where}, more than a rate of ${percent(baseline)} explains (wrong in at most ${percent(rules.falseAlarm)} of rollouts)`
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`
