import { record } from './apply'
import type { Flight, Progress } from './flight'
import type { EngineState, Turn } from './state'

/** Least time between two events about the progress of one target. */
const progressMs = 1_000
/** News that is worth an event after that time: a hundredth of the way. Less waits longer, see `pauseMs`. */
const stepMin = 0.01
/** What is no news yet is told at least so often in the time that the attempt has taken so far. */
const tellings = 20

/**
 * Tells of progress at most once a second; what changes faster is kept for then. An operation of half an hour that
 * is polled every few seconds has hundreds of percentages to say: only a node that moved and a hundredth of the way
 * are told at once, so that a target leaves some hundred events behind however long it takes.
 */
export function report(state: EngineState, turn: Turn, flight: Flight, seen: Progress, now: number): void {
  const { target } = flight
  const progress = seen.progress !== null && seen.progress !== target.progress ? seen.progress : null
  const message = seen.message !== null && seen.message !== target.message ? seen.message : null
  const nodes = changedNodes(target.nodes, seen.nodes)
  if (progress === null && message === null && nodes === null) return
  const merged = flight.unsaid
    ? {
        progress: progress ?? flight.unsaid.progress,
        message: message ?? flight.unsaid.message,
        nodes: nodes || flight.unsaid.nodes ? { ...flight.unsaid.nodes, ...nodes } : null,
      }
    : { progress, message, nodes }
  if (now - flight.saidAt < pauseMs(flight, merged)) {
    flight.unsaid = merged
    return
  }
  say(state, turn, flight, merged, now)
}

/** Tells what was kept back, when its time has come. */
export function reportUnsaid(state: EngineState, turn: Turn, flight: Flight, now: number): void {
  if (flight.unsaid && now >= unsaidAt(flight)) say(state, turn, flight, flight.unsaid, now)
}

/**
 * Tells where the nodes came to rest, as the end of an attempt says it and as was kept back until then: whoever looks
 * later sees no node at work that is long done.
 */
export function reportLast(
  state: EngineState,
  turn: Turn,
  flight: Flight,
  seen: Progress['nodes'],
  now: number,
): void {
  const nodes = { ...flight.unsaid?.nodes, ...changedNodes(flight.target.nodes, seen) }
  if (Object.keys(nodes).length === 0) return
  say(state, turn, flight, { progress: null, message: null, nodes }, now)
}

/** The moment at which kept-back progress may be told; infinite = there is none. */
export const unsaidAt = (flight: Flight): number =>
  flight.unsaid ? flight.saidAt + pauseMs(flight, flight.unsaid) : Number.POSITIVE_INFINITY

function pauseMs({ target, saidAt }: Flight, { progress, nodes }: Progress): number {
  const moved = progress === null ? 0 : Math.abs(progress - (target.progress ?? 0))
  if (nodes !== null || moved >= stepMin) return progressMs
  const age = Math.max(0, saidAt - (target.attemptAt ?? saidAt))
  // Whole, as all instants are: a clock of whole ms would come back too early for ever.
  return Math.max(progressMs, Math.ceil(age / tellings))
}

function say(state: EngineState, turn: Turn, flight: Flight, data: Progress, now: number): void {
  flight.unsaid = null
  flight.saidAt = now
  record(state, turn, { type: 'target.progressed', target: flight.target, data }, now)
}

function changedNodes(
  known: Flight['target']['nodes'],
  seen: Flight['target']['nodes'],
): Flight['target']['nodes'] {
  if (!seen) return null
  const changed = Object.entries(seen).filter(([name, node]) => {
    const before = known && Object.hasOwn(known, name) ? known[name] : undefined
    return before?.state !== node.state || before?.message !== node.message
  })
  return changed.length > 0 ? Object.fromEntries(changed) : null
}
