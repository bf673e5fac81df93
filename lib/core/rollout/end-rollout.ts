import { record } from './apply'
import { countRevertFailed } from './budget'
import type { FinalState } from './change'
import { type EngineState, isDone, type Turn } from './state'
import type { TargetState } from './states'
import { isSomethingLeft, isTurnedBack } from './turn-back'

/** Ends the rollout, or its rollback, when nothing is left to do. */
export function endRollout(state: EngineState, turn: Turn, now: number): void {
  const { head, phases, run } = state
  if (head.state === 'rolling_back') {
    if (run && isTurnedBack(state, run)) endRollback(state, turn, now)
    return
  }
  if (head.state !== 'running' && head.state !== 'aborting') return
  if (!phases.every((phase) => isDone(phase) && phase.counts.reverting === 0)) return
  record(state, turn, { type: `rollout.${finalState(state)}` }, now)
}

/** Ends a rollback that has nothing left to do; where the way forward goes on, a person decides that. */
function endRollback(state: EngineState, turn: Turn, now: number): void {
  const failed = countRevertFailed(state)
  if (!state.phases.every(isDone)) {
    const detail = `the rollback is done${failed > 0 ? `, and ${failed} could not be taken back` : ''}; resume to go on with the rest`
    record(state, turn, { type: 'rollout.rollback_ended', data: { detail } }, now)
    return
  }
  const whole = state.head.rollback === 'whole' || failed > 0
  record(
    state,
    turn,
    { type: `rollout.${isSomethingLeft(state) ? leftState(state, whole) : 'rolled_back'}` },
    now,
  )
}

/** How a rollback ends that has left something: a cluster may be as this rollout has made it, and its target cancelled. */
function leftState(state: EngineState, whole: boolean): FinalState {
  const told = whole ? 'failed' : finalState(state)
  return told === 'rolled_back' ? 'failed' : told
}

function finalState({ head, phases }: EngineState): FinalState {
  if (head.state === 'aborting') return 'aborted'
  const sum = (key: TargetState) => phases.reduce((total, { counts }) => total + counts[key], 0)
  const failed = sum('failed') + sum('revert_failed')
  if (sum('succeeded') > 0) return failed + sum('reverted') > 0 ? 'succeeded_with_failures' : 'succeeded'
  if (failed > 0) return 'failed'
  return sum('reverted') > 0 ? 'rolled_back' : 'nothing_to_do'
}
