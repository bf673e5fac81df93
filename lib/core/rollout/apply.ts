import type { Change, ChangeType, Recorded } from './change'
import { createFlight } from './flight'
import type { Gate, Phase, Target } from './model'
import { closeAttempt, move, openAttempt, rest, type Scene } from './moves'
import { type EngineState, phaseOf, type Turn } from './state'

/**
 * # The state machine of a rollout
 *
 * This file is the only place that changes a rollout. Everything else looks, thinks, and *records* a change;
 * recording applies it at once and notes which rows it has touched. So the log of changes is the state, told
 * as a story, and replaying it gives the state again.
 *
 * ## A target
 *
 * ```
 * pending ──started──▶ applying ──verifying──▶ verifying ──succeeded──▶ succeeded
 *    │                  │    ▲ └────succeeded (no checks)─────────────▶
 *    │                  │    └─ attempt_ended, attempt_started (backoff between them)
 *    │                  └─────────── failed ◀─────┘
 *    ├──skipped──▶ skipped        (by its cluster's state, or by a person)
 *    └──cancelled▶ cancelled      (by an abort; also from in flight, once the driver has confirmed)
 * failed, skipped, cancelled ──retried──▶ pending
 * ```
 *
 * The row of a target in flight is its durable intent. What it waits for can be read from it:
 *
 * | attemptAt | operationRef | retryAt | means |
 * | --- | --- | --- | --- |
 * | set | null | null | the attempt is decided; the start may or may not have reached the driver |
 * | set | null | set | the driver said "not now": the same attempt is sent again, with the same key |
 * | set | set | null | the driver has accepted; it is observed |
 * | null | null | set | the attempt has ended; the next one, with a new generation and key, starts then |
 *
 * A slot and the cluster's lease are held from `started` until rest, backoff included: a cluster whose attempt
 * has failed is in an unknown condition, and that is the wrong moment to let another rollout have it.
 *
 * `reason` stays through a retry until the target rests again. It tells a later failure that this target
 * was charged to the budgets already: a target is charged once.
 *
 * ## A phase
 *
 * ```
 * pending ──waiting──▶ waiting ──started──▶ running ──soaking──▶ soaking ──▶ succeeded, …_with_failures, failed
 *    └──(no gates)─started──────────────────▶ │ ▲  └──(no gates after)─────▶
 *    └──skipped (empty)                       step_started
 * ```
 *
 * Limits are fixed when it starts. A retry of one of its targets re-opens it, and closes the gates behind it:
 * a soak begins anew, and later phases wait again, even those that had begun.
 *
 * ## The rollout
 *
 * `running ⇄ paused`, both to `aborting`. What is in flight always finishes. While paused, nothing is sent to
 * a driver that could start something: neither a first start, nor a retry, nor a repeated one; but soaks
 * elapse and checks go on. `aborting` lasts until the last target is at rest.
 *
 * Impossible, whatever happens: two open attempts of one target, a start without a durable intent, a
 * generation that repeats, a count that differs from its targets.
 */

type Handlers = { [Type in ChangeType]: (scene: Scene, change: Extract<Change, { type: Type }>) => void }

/** Applies a change to the state, and notes it and the rows it touches in the turn. */
export function record(state: EngineState, turn: Turn, change: Change, now: number): void {
  const handler = handlers[change.type] as (scene: Scene, change: Change) => void
  const target = 'target' in change ? change.target : null
  if (target) turn.wide ||= isWide(target)
  handler({ state, turn, now }, change)
  if (target) turn.wide ||= isWide(target)
  turn.changes.push(Object.assign(change, { at: now, attempt: target?.attempts || null }) as Recorded)
}

/** Tells whether a target's row has more to tell than the fields that every step moves. */
const isWide = (target: Target): boolean =>
  target.reason !== null ||
  target.message !== null ||
  target.operationRef !== null ||
  target.retryAt !== null ||
  target.previous !== null ||
  target.nodes !== null

const handlers: Handlers = {
  'rollout.started': ({ state: { head }, turn, now }) => {
    head.state = 'running'
    head.startedAt = now
    turn.head = true
  },
  'rollout.paused': ({ state: { head }, turn }, { data }) => {
    head.state = 'paused'
    head.pauseCause = data.cause
    head.pauseDetail = data.detail
    turn.head = true
  },
  'rollout.resumed': ({ state, turn }, { data }) => {
    const { head } = state
    head.state = 'running'
    head.pauseCause = null
    head.pauseDetail = null
    if (data.overriderId !== null) head.lastOverriderId = data.overriderId
    turn.head = true
    if (data.acknowledged > 0) acknowledge(state, turn)
  },
  'rollout.aborting': ({ state: { head }, turn }, { data }) => {
    head.state = 'aborting'
    head.pauseCause = null
    head.pauseDetail = null
    head.cancelInFlight = data.cancelInFlight
    turn.head = true
  },
  'rollout.reopened': ({ state, turn }, { data }) => {
    const { head } = state
    head.state = 'running'
    head.finishedAt = null
    head.cancelInFlight = false
    turn.head = true
    if (data.acknowledged === 0) return
    acknowledge(state, turn)
    head.lastOverriderId = data.overriderId
  },
  'rollout.succeeded': (scene) => finish(scene, 'succeeded'),
  'rollout.succeeded_with_failures': (scene) => finish(scene, 'succeeded_with_failures'),
  'rollout.nothing_to_do': (scene) => finish(scene, 'nothing_to_do'),
  'rollout.failed': (scene) => finish(scene, 'failed'),
  'rollout.aborted': (scene) => finish(scene, 'aborted'),
  'budget.exhausted': ({ turn }) => {
    turn.head = true
  },

  'phase.waiting': ({ turn }, { phase }) => {
    phase.state = 'waiting'
    turn.phases.add(phase)
  },
  'phase.started': ({ state, turn, now }, { phase, data }) => {
    phase.state = 'running'
    phase.resolved = data
    phase.step = 0
    phase.startedAt = now
    turn.phases.add(phase)
    state.run?.lanes[phase.index]?.countStep()
  },
  'phase.step_started': ({ state, turn }, { phase, data }) => {
    phase.step = data.step
    turn.phases.add(phase)
    state.run?.lanes[phase.index]?.countStep()
  },
  'phase.soaking': ({ turn }, { phase, data }) => {
    phase.state = 'soaking'
    phase.soakUntil = data.until
    turn.phases.add(phase)
  },
  'phase.reopened': ({ turn }, { phase }) => {
    phase.state = phase.resolved ? 'running' : 'pending'
    phase.soakUntil = null
    phase.finishedAt = null
    turn.phases.add(phase)
  },
  'phase.succeeded': (scene, { phase }) => close(scene, phase, 'succeeded'),
  'phase.succeeded_with_failures': (scene, { phase }) => close(scene, phase, 'succeeded_with_failures'),
  'phase.failed': (scene, { phase }) => close(scene, phase, 'failed'),
  'phase.skipped': (scene, { phase }) => close(scene, phase, 'skipped'),
  'phase.aborted': (scene, { phase }) => close(scene, phase, 'aborted'),

  'gate.requested': ({ turn, now }, { gate, data }) => {
    gate.requestedAt = now
    gate.expiresAt = data.expiresAt
    turn.gates.add(gate)
  },
  'gate.approved': decided,
  'gate.refused': decided,
  'gate.opened': (scene, { gate }) => decide(scene, gate, 'open'),
  'gate.rejected': (scene, { gate }) => decide(scene, gate, 'rejected'),
  'gate.expired': (scene, { gate }) => decide(scene, gate, 'expired'),
  'gate.reset': ({ turn }, { gate }) => {
    gate.state = 'closed'
    gate.requestedAt = null
    gate.expiresAt = null
    gate.decidedAt = null
    gate.round += 1
    turn.gates.add(gate)
  },

  'target.started': (scene, { target, data }) => {
    move(scene, target, 'applying')
    target.startedAt = scene.now
    target.finishedAt = null
    target.attempts = 0
    if (data) target.previous = data.previous
    openAttempt(scene, target, 'apply', scene.state.head.rules.operation.timeoutMs)
    scene.turn.taken.push(target)
    scene.state.run?.flights.set(target.id, createFlight(target))
  },
  'target.attempt_started': (scene, { target }) =>
    openAttempt(scene, target, 'apply', scene.state.head.rules.operation.timeoutMs),
  'target.accepted': ({ turn }, { target, data }) => {
    target.operationRef = data.operationId ?? ''
    target.retryAt = null
    target.message = null
    turn.targets.add(target)
  },
  'target.start_delayed': ({ turn }, { target, data }) => {
    target.retryAt = data.retryAt
    target.message = data.message
    if (data.deadlineAt !== undefined) target.deadlineAt = data.deadlineAt
    turn.targets.add(target)
  },
  'target.progressed': ({ turn }, { target, data }) => {
    if (data.progress !== null) target.progress = data.progress
    if (data.message !== null) target.message = data.message
    if (data.nodes) target.nodes = { ...target.nodes, ...data.nodes }
    turn.targets.add(target)
  },
  'target.attempt_ended': (scene, { target, data }) => {
    closeAttempt(scene, target, data.outcome, data.message)
    target.retryAt = data.retryAt
    target.message = data.message
  },
  'target.verifying': (scene, { target, data }) => {
    closeAttempt(scene, target, 'succeeded', data?.message ?? null)
    move(scene, target, 'verifying')
    target.attempts = 0
    target.message = data?.message ?? null
    openAttempt(scene, target, 'verify', verifyMs(scene.state))
  },
  'target.succeeded': (scene, { target, data }) => {
    closeAttempt(scene, target, 'succeeded', data?.message ?? null)
    rest(scene, target, 'succeeded')
    target.reason = null
    target.message = data?.message ?? null
    target.progress = 1
    scene.turn.succeeded.push(target)
  },
  'target.failed': (scene, { target, data }) => {
    const { head } = scene.state
    closeAttempt(scene, target, data.outcome, data.message)
    rest(scene, target, 'failed')
    target.message = data.message
    if (target.reason === null) {
      const phase = phaseOf(scene.state, target.phase)
      phase.charged += 1
      head.charged += 1
      scene.turn.head = true
    }
    target.reason = data.reason
  },
  'target.skipped': (scene, { target, data }) => {
    closeAttempt(scene, target, 'failed', data.message)
    rest(scene, target, 'skipped')
    target.reason = data.reason
    target.message = data.message
  },
  'target.cancelled': (scene, { target, data }) => {
    closeAttempt(scene, target, 'cancelled', data.message)
    rest(scene, target, 'cancelled')
    target.reason = data.reason
    target.message = data.message
  },
  'target.retried': (scene, { target }) => {
    // Only a failure was charged; see above why its reason stays.
    if (target.state !== 'failed') target.reason = null
    move(scene, target, 'pending')
    target.step = null
    target.attempts = 0
    target.operationRef = null
    target.progress = null
    target.finishedAt = null
    target.nodes = null
    scene.state.run?.lanes[target.phase]?.recall(target.position)
  },
  'target.late_answer': () => {},
}

/** Accepts every failure charged so far, in all budgets. */
function acknowledge({ head, phases }: EngineState, turn: Turn): void {
  head.acknowledged = head.charged
  for (const phase of phases) {
    if (phase.acknowledged === phase.charged) continue
    phase.acknowledged = phase.charged
    turn.phases.add(phase)
  }
}

function finish({ state: { head }, turn, now }: Scene, to: typeof head.state): void {
  head.state = to
  head.pauseCause = null
  head.pauseDetail = null
  head.finishedAt = now
  turn.head = true
}

function close({ turn, now }: Scene, phase: Phase, to: Phase['state']): void {
  phase.state = to
  phase.finishedAt = now
  turn.phases.add(phase)
}

function decided(
  { turn, now }: Scene,
  { type, gate, data }: Extract<Change, { type: 'gate.approved' | 'gate.refused' }>,
): void {
  const verdict = type === 'gate.approved' ? 'approve' : 'reject'
  const { userId, user, comment } = data
  gate.decisions.push({ userId, user, verdict, comment, round: gate.round, at: now })
  turn.gates.add(gate)
}

function decide({ turn, now }: Scene, gate: Gate, to: Gate['state']): void {
  gate.state = to
  gate.decidedAt = now
  turn.gates.add(gate)
}

function verifyMs(state: EngineState): number {
  const { verify, timeoutMs } = state.head.rules.operation
  return verify.length === 0 ? timeoutMs : Math.max(...verify.map((check) => check.timeoutMs))
}
