import { type Flight, isUnanswered } from './flight'
import type { Target } from './model'
import type { Runtime } from './state'

/**
 * Finds the targets in flight on their way forward for which nothing acts, nor will before the rollback of other
 * clusters is over: at the checks before their start, between two tries, or with a start that has surely begun
 * nothing. They take nobody's slot meanwhile.
 */
export function idleTargets(run: Runtime): Target[] {
  const idle: Target[] = []
  for (const flight of run.flights.values()) if (isIdle(flight)) idle.push(flight.target)
  return idle
}

function isIdle(flight: Flight): boolean {
  const { target, busy, doubtful } = flight
  if (target.step === 'preflight') return true
  if (target.step === 'revert' || busy !== null) return false
  return target.attemptAt === null || (isUnanswered(flight) && !doubtful)
}
