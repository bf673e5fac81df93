import { isWanted } from './course'
import { createFlight } from './flight'
import type { AttemptOutcome, Step, Target } from './model'
import { type EngineState, phaseOf, type Runtime, type Turn } from './state'
import { isInFlight, type TargetState } from './states'

/** Where a change happens: the state, the turn that notes it, and the moment. */
export interface Scene {
  readonly state: EngineState
  readonly turn: Turn
  readonly now: number
}

/** Moves a target and keeps every count in step: the one place where a target's state changes. */
export function move({ state, turn }: Scene, target: Target, to: TargetState): void {
  const from = target.state
  const phase = phaseOf(state, target.phase)
  phase.counts[from] -= 1
  phase.counts[to] += 1
  target.state = to
  turn.targets.add(target)
  turn.phases.add(phase)
  state.run?.lanes[target.phase]?.moved(target, from)
}

/** Brings a target to rest: gives its slot and lease free, and forgets its timers. */
export function rest(scene: Scene, target: Target, to: TargetState): void {
  if (isInFlight(target.state)) {
    scene.turn.freed.push(target)
    scene.state.run?.flights.delete(target.id)
    passOn(scene.state.run, target)
  }
  move(scene, target, to)
  target.deadlineAt = null
  target.retryAt = null
  target.finishedAt = scene.now
  scene.state.run?.lanes[target.phase]?.forget(target.position)
  if (isWanted(scene.state.head, target)) scene.state.run?.reverts.add(target)
}

/** Whoever of this rollout waits for a place that a target has had, forward or back, is looked at now. */
function passOn(run: Runtime | null, { id }: Target): void {
  for (const key of run?.places.giveBack(id) ?? []) {
    for (const { queues } of run?.lanes ?? []) queues.hurry(key)
    for (const { queues } of run?.reverts.lanes ?? []) queues.hurry(key)
  }
}

/**
 * Opens an attempt: a new generation, a new deadline; from when it is durable it may be sent.
 * @param first whether nothing was ever sent for the target before.
 */
export function openAttempt(
  { state, turn, now }: Scene,
  target: Target,
  step: Step,
  timeoutMs: number,
  first = false,
): void {
  target.step = step
  target.generation += 1
  target.attempts += 1
  target.operationRef = null
  if (step !== 'verify') {
    target.progress = null
    target.nodes = null
  }
  target.attemptAt = now
  target.deadlineAt = now + timeoutMs
  target.retryAt = null
  turn.targets.add(target)
  state.run?.flights.set(target.id, createFlight(target, { first }))
}

/** Ends the open attempt, if one is, and makes it history. */
export function closeAttempt(
  { turn, now }: Scene,
  target: Target,
  outcome: AttemptOutcome,
  message: string | null,
): void {
  turn.targets.add(target)
  if (target.attemptAt === null || target.step === null) return
  const { step, generation, attempts: number, attemptAt: startedAt } = target
  turn.ended.push({
    target,
    // The change is noted right after it was applied.
    change: turn.changes.length,
    step,
    generation,
    number,
    startedAt,
    finishedAt: now,
    outcome,
    message,
  })
  target.attemptAt = null
  target.operationRef = null
  target.deadlineAt = null
}
