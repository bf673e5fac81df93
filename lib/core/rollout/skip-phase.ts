import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import { type Refusal, refuse } from './refusal'
import { type EngineState, inFlightOf, isDone, type Turn } from './state'
import { isFinished } from './states'

/** Takes out what has not begun of a phase; the state has its pending targets. */
export interface SkipPhaseCommand {
  readonly type: 'skip-phase'
  readonly phase: string
  readonly reason: string
}

/**
 * Takes the pending targets of a phase out of the rollout, as if each had been skipped. The gates of the phase
 * that have begun to watch what was touched stay, and so do those of the phases behind it.
 */
export function skipPhase(
  state: EngineState,
  turn: Turn,
  { phase: id, reason }: SkipPhaseCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const phase = state.phases.find((one) => one.id === id)
  if (!phase) return refuse('not_found', `This rollout has no phase “${id}”.`)
  if (head.state === 'aborting' || head.rollback !== null || isFinished(head.state)) {
    return refuse('conflict', `This rollout is ${head.state.replaceAll('_', ' ')}.`, head.state)
  }
  if (isDone(phase)) {
    return refuse('conflict', `This phase is over: ${phase.state.replaceAll('_', ' ')}.`, phase.state)
  }
  const flying = inFlightOf(phase)
  if (flying > 0) {
    const words = flying === 1 ? 'One cluster of this phase is' : `${flying} clusters of this phase are`
    return refuse(
      'conflict',
      `${words} in flight. Pause, and skip it once they have come to rest.`,
      phase.state,
    )
  }
  if (phase.counts.pending === 0) {
    return refuse(
      'conflict',
      'Nothing of this phase is left to skip; what it waits for is a gate.',
      phase.state,
    )
  }
  for (const target of state.targets.values()) {
    if (target.phase !== phase.index || target.state !== 'pending') continue
    const data = { reason: 'by_user', message: reason } as const
    record(state, turn, { type: 'target.skipped', target, data }, now)
  }
  return ok(turn)
}
