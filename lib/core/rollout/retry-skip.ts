import { ok, type Result } from '@/lib/core/shared/result'
import { ask, gatesAt } from './advance'
import { record } from './apply'
import type { Phase, Target } from './model'
import { type Refusal, refuse } from './refusal'
import { retryReverts } from './rollback'
import { type EngineState, isDone, phaseOf, type Turn } from './state'
import { isFinished, type TargetState } from './states'

/**
 * Another try for targets at rest; all of the state's targets are meant. Who opens a finished rollout again does
 * so in spite of the failures in it: they count as accepted, or an exhausted budget would stop it at once.
 */
export interface RetryCommand {
  readonly type: 'retry'
  readonly userId: number | null
}

/** Pending targets taken out; all of the state's targets are meant. */
export interface SkipCommand {
  readonly type: 'skip'
  readonly reason: string
}

const retryable: ReadonlySet<TargetState> = new Set(['failed', 'skipped', 'cancelled', 'revert_failed'])

/** Tells whether a target can be given another try. */
export const isRetryable = (target: Target): boolean => retryable.has(target.state)

/** Gives targets another try, under the same snapshot and limits; opens what was over again. */
export function retry(
  state: EngineState,
  turn: Turn,
  { userId }: RetryCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  if (head.state === 'draft' || head.state === 'aborting') {
    return refuse('conflict', `This rollout is ${head.state}.`, head.state)
  }
  const targets = [...state.targets.values()]
  const back = targets.filter((target) => target.state === 'revert_failed')
  if (back.length > 0 && back.length === targets.length) return retryReverts(state, turn, now)
  if (head.rollback !== null) return refuse('conflict', `This rollout is being rolled back.`, head.state)
  const wrong = targets.filter((target) => !isRetryable(target) || target.state === 'revert_failed')
  if (wrong.length > 0) return refuse('conflict', sayStates(wrong, 'cannot be retried'), stateMap(wrong))
  if (targets.length === 0) return refuse('conflict', 'There is nothing to retry.')
  const reopens = isFinished(head.state)
  if (reopens) {
    const data = { acknowledged: head.charged - head.acknowledged, overriderId: userId }
    record(state, turn, { type: 'rollout.reopened', data }, now)
    for (const gate of state.gates) {
      // As after a pause: nobody could resume what runs, so what was refused or has expired would hold it for ever.
      if (gate.state !== 'rejected' && gate.state !== 'expired') continue
      record(state, turn, { type: 'gate.reset', gate }, now)
    }
  }
  for (const target of targets) {
    record(state, turn, { type: 'target.retried', target }, now)
    reopen(state, turn, phaseOf(state, target.phase), now)
  }
  if (reopens) makeUpFor(state, turn, now)
  return ok(turn)
}

/**
 * Opens a phase again that was over or soaking; the gates behind it close, and soak and ask anew. So do checks
 * in front of later phases: what they have seen is older than what is about to be done. A window that somebody
 * has overridden was opened for the night that is over, so it tells the time again.
 */
function reopen(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  if (!isDone(phase) && phase.state !== 'soaking') return
  record(state, turn, { type: 'phase.reopened', phase }, now)
  for (const gate of gatesAt(state, phase, 'after')) {
    if (gate.requestedAt !== null) record(state, turn, { type: 'gate.reset', gate }, now)
  }
  const windows = gatesAt(state, phase, 'before').filter(
    ({ spec, override }) => spec.type === 'window' && override !== null,
  )
  for (const gate of windows) record(state, turn, { type: 'gate.reset', gate }, now)
  ask(state, turn, windows, now)
  for (const gate of state.gates) {
    if (gate.spec.type !== 'check' || gate.place !== 'before' || gate.requestedAt === null) continue
    const waits = phaseOf(state, gate.phase).state === 'waiting'
    if (waits && comesAfter(state, gate.phase, phase.index)) {
      record(state, turn, { type: 'gate.reset', gate }, now)
    }
  }
}

/** Tells whether a phase has to wait for another one, directly or through others between them. */
function comesAfter(state: EngineState, index: number, earlier: number): boolean {
  const { after } = phaseOf(state, index)
  return after.includes(earlier) || after.some((between) => comesAfter(state, between, earlier))
}

/**
 * Makes up for what an abort cut short. A gate that was refused, or that nobody opened in time, asks again, or
 * nobody could ever open it; and a phase that was changed but not watched to its end is opened again, so that an
 * abort is no way around a soak.
 */
function makeUpFor(state: EngineState, turn: Turn, now: number): void {
  for (const gate of state.gates) {
    if (gate.state !== 'rejected' && gate.state !== 'expired') continue
    record(state, turn, { type: 'gate.reset', gate }, now)
  }
  for (const phase of state.phases) {
    const touched = phase.counts.succeeded + phase.counts.failed > 0
    if (!touched || !isDone(phase)) continue
    if (gatesAt(state, phase, 'after').some((gate) => gate.state !== 'open')) {
      record(state, turn, { type: 'phase.reopened', phase }, now)
    }
  }
}

/** Takes pending targets out of the rollout; what is in flight or at rest stays as it is. */
export function skip(
  state: EngineState,
  turn: Turn,
  { reason }: SkipCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  if (head.state === 'aborting' || head.rollback !== null || isFinished(head.state)) {
    return refuse('conflict', `This rollout is ${head.state.replaceAll('_', ' ')}.`, head.state)
  }
  const targets = [...state.targets.values()]
  const wrong = targets.filter((target) => target.state !== 'pending')
  if (wrong.length > 0) return refuse('conflict', sayStates(wrong, 'cannot be skipped'), stateMap(wrong))
  if (targets.length === 0) return refuse('conflict', 'There is nothing to skip.')
  for (const target of targets) {
    const data = { reason: 'by_user', message: reason } as const
    record(state, turn, { type: 'target.skipped', target, data }, now)
  }
  return ok(turn)
}

function sayStates(targets: readonly Target[], what: string): string {
  const some = targets.slice(0, 5).map(({ cluster, state }) => `${cluster} is ${state}`)
  const more = targets.length > 5 ? ` and ${targets.length - 5} more` : ''
  return `These ${what}: ${some.join(', ')}${more}.`
}

const stateMap = (targets: readonly Target[]): Record<string, string> =>
  Object.fromEntries(targets.slice(0, 100).map(({ cluster, state }) => [cluster, state]))
