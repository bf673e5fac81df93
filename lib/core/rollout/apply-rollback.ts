import { isTouched, isWanted, whyIrreversible } from './course'
import type { Handlers } from './handlers'
import { closeAttempt, move, openAttempt, rest, type Scene } from './moves'

/** What the changes of a rollback do to the rollout: it turns, and marks what is to be taken back. */
export const rollbackHandlers: Pick<
  Handlers<'rollout'>,
  'rollout.rolling_back' | 'rollout.rollback_ended'
> = {
  'rollout.rolling_back': (scene, { data }) => {
    const { head } = scene.state
    if (head.rollback === null) head.rollbacks += 1
    head.rollback = data.targets === null || head.rollback === 'whole' ? 'whole' : 'part'
    head.state = 'rolling_back'
    head.pauseCause = null
    head.pauseDetail = null
    head.finishedAt = null
    head.cancelInFlight = data.cancelInFlight
    scene.turn.head = true
    mark(scene, data.targets)
  },
  'rollout.rollback_ended': ({ state: { head }, turn }, { data }) => {
    head.state = 'paused'
    head.pauseCause = 'manual'
    head.pauseDetail = data.detail
    head.rollback = null
    head.cancelInFlight = false
    turn.head = true
  },
}

/** Marks what a rollback is about: the given targets, or all that were touched and can be taken back. */
function mark({ state, turn }: Scene, chosen: readonly number[] | null): void {
  const { head, targets, run } = state
  const ids = chosen === null ? null : new Set(chosen)
  for (const target of targets.values()) {
    if (ids !== null && !ids.has(target.id)) continue
    if (!isTouched(target) || target.state === 'reverting') continue
    if (whyIrreversible(head.rules.operation, target) !== null) continue
    target.revertRound = head.rollbacks
    turn.targets.add(target)
    turn.wide = true
    if (isWanted(head, target)) run?.reverts.add(target)
  }
}

/** What the changes on its way back do to a target. */
export const revertHandlers: Pick<
  Handlers<'target'>,
  | 'target.revert_started'
  | 'target.reverted'
  | 'target.revert_failed'
  | 'target.revert_skipped'
  | 'target.revert_retried'
> = {
  'target.revert_started': (scene, { target }) => {
    scene.state.run?.reverts.lanes[target.phase]?.drop(target)
    move(scene, target, 'reverting')
    target.startedAt = scene.now
    target.finishedAt = null
    target.attempts = 0
    target.message = null
    openAttempt(scene, target, 'revert', scene.state.head.rules.operation.timeoutMs)
    scene.turn.taken.push(target)
  },
  'target.reverted': (scene, { target, data }) => {
    closeAttempt(scene, target, 'succeeded', data?.message ?? null)
    target.revertRound = null
    rest(scene, target, 'reverted')
    target.reason = null
    target.message = data?.message ?? null
    target.progress = 1
    scene.turn.reverted.push(target)
  },
  'target.revert_failed': (scene, { target, data }) => {
    closeAttempt(scene, target, data.outcome, data.message)
    target.revertRound = null
    rest(scene, target, 'revert_failed')
    target.reason = data.reason
    target.message = data.message
  },
  'target.revert_skipped': ({ state, turn }, { target, data }) => {
    state.run?.reverts.lanes[target.phase]?.drop(target)
    target.revertRound = null
    target.reason = data.reason
    target.message = data.message
    turn.targets.add(target)
  },
  'target.revert_retried': ({ state, turn }, { target }) => {
    target.revertRound = state.head.rollbacks
    turn.targets.add(target)
    if (isWanted(state.head, target)) state.run?.reverts.add(target)
  },
}
