import { record } from './apply'
import type { Phase } from './model'
import { type EngineState, phaseOf, type Turn } from './state'
import { isFired, phaseStop, rolloutStop, type Stop } from './stop'

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
  const { failures, trials, baseline, check, rules } = stop
  const { falseAlarm } = rules
  const measured = Math.round(Math.min(stop.evidence, 1e12))
  record(
    state,
    turn,
    {
      type: 'stop.fired',
      phase,
      data: { failures, trials, baseline, check, falseAlarm, evidence: measured },
    },
    now,
  )
  const detail = describeStop(phase, stop)
  record(state, turn, { type: 'rollout.paused', data: { cause: 'guard', detail } }, now)
}

function describeStop(phase: Phase | null, { failures, trials, baseline, check, rules }: Stop): string {
  const where = phase ? `in phase ${phase.id}` : 'in the rollout'
  const wrong = `(wrong in at most ${percent(rules.falseAlarm)} of rollouts)`
  if (baseline === null) {
    return `statistical stop: ${failures} of ${trials} upgraded clusters fail ${check} ${where}, more than clusters that wait ${wrong}`
  }
  return `statistical stop: ${failures} of ${trials} clusters have failed ${where}, more than a rate of ${percent(baseline)} explains ${wrong}`
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`
