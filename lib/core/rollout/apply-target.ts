import type { ResolvedVerify } from '@/lib/core/operation/types'
import { revertHandlers } from './apply-rollback'
import type { Handlers } from './handlers'
import type { AttemptOutcome, Target } from './model'
import { closeAttempt, move, openAttempt, rest, type Scene } from './moves'
import { type EngineState, phaseOf } from './state'

/** What the changes of a target do to it, to its phase's counts, and to what is charged. */
export const targetHandlers: Handlers<'target'> = {
  ...revertHandlers,
  'target.started': (scene, { target, data }) => {
    move(scene, target, 'applying')
    target.startedAt = scene.now
    target.finishedAt = null
    target.attempts = 0
    if (data) target.previous = data.previous
    const first = target.spared || target.generation === 0
    if (scene.state.head.rules.operation.preflight.length > 0) {
      target.spared = first
      openPreflight(scene, target)
    } else {
      target.spared = false
      openAttempt(scene, target, 'apply', scene.state.head.rules.operation.timeoutMs, first)
    }
    scene.turn.taken.push(target)
  },
  'target.attempt_started': (scene, { target }) =>
    openAttempt(scene, target, target.step ?? 'apply', scene.state.head.rules.operation.timeoutMs),
  'target.preflight_passed': (scene, { target }) => {
    closeAttempt(scene, target, 'succeeded', null)
    target.attempts = 0
    target.message = null
    const first = target.spared
    target.spared = false
    openAttempt(scene, target, 'apply', scene.state.head.rules.operation.timeoutMs, first)
  },
  'target.preflight_repeated': (scene, { target, data }) => {
    closeAttempt(scene, target, 'cancelled', data.message)
    target.message = null
    openPreflight(scene, target)
  },
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
    noteReturn(scene.state, target, data.outcome)
    closeAttempt(scene, target, data.outcome, data.message)
    target.retryAt = data.retryAt
    target.message = data.message
  },
  'target.verifying': (scene, { target, data }) => {
    noteReturn(scene.state, target, 'succeeded')
    closeAttempt(scene, target, 'succeeded', data?.message ?? null)
    move(scene, target, 'verifying')
    target.attempts = 0
    target.message = data?.message ?? null
    openAttempt(scene, target, 'verify', patienceMs(scene.state.head.rules.operation.verify))
  },
  'target.succeeded': (scene, { target, data }) => {
    if (scene.state.head.rules.operation.irreversibleAfter !== null) target.pastReturn = true
    closeAttempt(scene, target, 'succeeded', data?.message ?? null)
    rest(scene, target, 'succeeded')
    target.reason = null
    target.message = data?.message ?? null
    target.progress = 1
    scene.turn.succeeded.push(target)
  },
  'target.failed': (scene, { target, data }) => {
    const { head } = scene.state
    noteReturn(scene.state, target, data.outcome)
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
    if (data.untouched) target.spared = true
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

function openPreflight(scene: Scene, target: Target): void {
  const { preflight } = scene.state.head.rules.operation
  openAttempt(scene, target, 'preflight', patienceMs(preflight))
}

/**
 * Notes that a target has passed the point of no return, or may have: an attempt that was lost, or whose end
 * nobody has seen, may have done all of its work.
 */
function noteReturn(state: EngineState, target: Target, outcome: AttemptOutcome): void {
  if (state.head.rules.operation.irreversibleAfter !== 'apply' || target.step !== 'apply') return
  if (outcome === 'succeeded' || outcome === 'timed_out' || outcome === 'lost') target.pastReturn = true
}

/** Each check has a time of its own; the attempt lasts as long as the most patient one. */
const patienceMs = (checks: readonly ResolvedVerify[]): number =>
  Math.max(0, ...checks.map(({ timeoutMs }) => timeoutMs))
