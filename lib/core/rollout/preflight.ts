import { record } from './apply'
import type { Flight } from './flight'
import type { EngineState, Runtime, Turn } from './state'

/** What was seen before a start proves nothing after this time: then the checks are made again. */
const proofMsMax = 30_000

/**
 * The checks before the start have passed: on to the apply, in the same turn, so that what they have seen is
 * fresh. Not while the rollout is held: what passes then proves nothing about the moment in which it goes on.
 */
export function clear(state: EngineState, run: Runtime, turn: Turn, flight: Flight, now: number): void {
  if (state.head.state !== 'running') {
    flight.sent = false
    return
  }
  const { target } = flight
  record(state, turn, { type: 'target.preflight_passed', target }, now)
  const next = run.flights.get(target.id)
  if (next) next.provenAt = now
}

/**
 * Tells why the checks before a start have to be made anew; null = they need not. They are never made anew for
 * an apply that may have been sent, by whomever: its cluster may be under way.
 */
export function whyAnew({ target, sent, provenAt }: Flight, now: number): string | null {
  // A pause, or a worker that died, has interrupted them.
  if (target.step === 'preflight' && !sent && target.attemptAt !== now) return 'they were interrupted'
  if (target.step === 'apply' && provenAt !== null && now - provenAt > proofMsMax)
    return 'its start was held back, so what they have seen is old'
  return null
}
