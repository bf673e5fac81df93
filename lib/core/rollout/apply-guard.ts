import { evidenceOf } from './apply-gate'
import type { Handlers } from './handlers'
import type { EngineState, Turn } from './state'

/** What the changes of a guard do to it. */
export const guardHandlers: Handlers<'guard'> = {
  'guard.observed': ({ turn }, { guard, data }) => {
    guard.evidence = evidenceOf(data)
    guard.failingSince = data.kind === 'pass' ? null : (guard.failingSince ?? data.at)
    turn.guards.add(guard)
  },
}

/** Begins the clocks of all guards anew, as when a rollout goes on. */
export function forgetGuards({ guards }: EngineState, turn: Turn): void {
  for (const guard of guards) {
    guard.evidence = null
    guard.failingSince = null
    turn.guards.add(guard)
  }
}
