import { afterDone } from './advance'
import { record } from './apply'
import { isTouched } from './course'
import type { Lane } from './lane'
import { freeSlots } from './limits'
import type { Target } from './model'
import type { Look } from './observation'
import { placeKey } from './places'
import { type EngineState, phaseOf, type Runtime, type Turn } from './state'
import { steer } from './steer'
import { heedRevert } from './turn-back'
import { isFresh, verdictMsMax } from './verdict'
import { closedWindows } from './window-gates'

/** Most clusters to look at in one go. */
const looksMax = 500
/** Most pending targets to cancel in one turn of an abort or rollback: a batch that keeps the flush short. */
const sweepMax = 2_000

/** Takes in what looks at clusters have shown: skips, sets aside, or gives the turn back. */
export function heed(state: EngineState, run: Runtime, turn: Turn, look: Look, now: number): void {
  const target = state.targets.get(look.targetId)
  const lane = target ? run.lanes[target.phase] : undefined
  if (!target || !lane) return
  lane.checking.delete(target.position)
  if (target.state !== 'pending') {
    heedRevert(state, run, turn, look, now)
    lane.queues.forget(target.position)
    return
  }
  const { verdict } = look
  lane.setVerdict(target.position, verdict)
  if (verdict.kind === 'skip') {
    const { reason, message } = verdict
    record(state, turn, { type: 'target.skipped', target, data: { reason, message } }, now)
  } else if (verdict.kind === 'wait') {
    const { key, until } = verdict.hindrance
    if (key === undefined) {
      lane.queues.forget(target.position)
      lane.parked.add(target.position)
    } else {
      lane.queues.add(key, target.position, now, until)
    }
  } else {
    for (const need of verdict.needs ?? []) run.places.saw(need, verdict.at)
    lane.queues.opened(target.position)
    lane.recall(target.position)
  }
}

/**
 * Starts what may start, in the stored order: for each phase that runs, as long as it has slots, the first
 * target that nothing holds up. What holds one up is defined in `conditions`; here are only the ways around.
 */
export function depart(state: EngineState, run: Runtime, turn: Turn, now: number): void {
  if (state.head.state !== 'running') return
  for (const lane of run.lanes) {
    if (lane.phase.state !== 'running' || !afterDone(state, phaseOf(state, lane.phase.index))) continue
    departLane(state, run, turn, lane, now)
  }
}

function departLane(state: EngineState, run: Runtime, turn: Turn, lane: Lane, now: number): void {
  let free = freeSlots(state, lane.phase)
  if (free <= 0 || closedWindows(state, lane.phase).length > 0) return
  lookAgain(lane, turn, free, now)
  lane.recallWaiting(free)
  const begun = turn.changes.length
  // Those that wait for something are looked at beside those whose turn it is, never instead of them.
  let looks = free - (lane.checking.size - lane.queues.probing)
  const ahead: Target[] = []
  while (free > 0) {
    const target = lane.next()
    if (!target) break
    const { position } = target
    if (lane.checking.has(position)) continue
    const verdict = lane.verdict(position)
    if (verdict === undefined || !isFresh(verdict, now)) {
      if (looks <= 0 || turn.toCheck.length >= looksMax) {
        ahead.push(target)
        break
      }
      looks -= 1
      lane.checking.add(position)
      turn.toCheck.push(target)
      continue
    }
    if (verdict.kind !== 'go') continue
    const { needs = [] } = verdict
    const missing = run.places.missing(needs)
    if (missing) {
      lane.queues.add(placeKey(missing), position, now)
      continue
    }
    const full = lane.fullSpread(target)
    if (full >= 0) {
      lane.awaitSpread(target, full)
      continue
    }
    // What is found before a later try is what this rollout has done already.
    const first = !isTouched(target) && verdict.previous !== null
    const data = first ? { previous: { ...verdict.previous } } : null
    record(state, turn, { type: 'target.started', target, data }, now)
    if (needs.length > 0) {
      run.places.take(target.id, needs, now)
      turn.claims.push({ target, needs })
    }
    const flight = run.flights.get(target.id)
    if (flight) steer(state, run, turn, flight, now)
    free = freeSlots(state, lane.phase)
  }
  for (const target of ahead) lane.recall(target.position)
  lane.pace.add(turn.changes.length - begun, now)
  lookAhead(lane, turn, now)
}

/** When starts come thick and fast, looks at those that will be next, so that no slot waits for it. */
function lookAhead(lane: Lane, turn: Turn, now: number): void {
  let count = Math.min(lane.pace.most(now) * 2, looksMax) - lane.checking.size
  const held: Target[] = []
  while (count > 0) {
    const target = lane.next()
    if (!target) break
    const { position } = target
    if (lane.checking.has(position)) continue
    const verdict = lane.verdict(position)
    if (verdict === undefined || (verdict.kind === 'go' && now - verdict.at > verdictMsMax / 2)) {
      lane.checking.add(position)
      turn.toCheck.push(target)
    } else {
      held.push(target)
    }
    count -= 1
  }
  for (const target of held) lane.recall(target.position)
}

/** Looks again, a second later, at the clusters of targets that something outside of the rollout holds up. */
function lookAgain(lane: Lane, turn: Turn, free: number, now: number): void {
  for (const position of lane.queues.due(now, Math.min(free, looksMax - turn.toCheck.length))) {
    if (lane.at(position).state !== 'pending') {
      lane.queues.forget(position)
      continue
    }
    lane.checking.add(position)
    turn.toCheck.push(lane.at(position))
  }
  for (const position of lane.parked) {
    if (turn.toCheck.length >= looksMax) return
    const verdict = lane.verdict(position)
    if (verdict && now - verdict.at < verdictMsMax) continue
    lane.parked.delete(position)
    if (lane.at(position).state !== 'pending') continue
    lane.checking.add(position)
    turn.toCheck.push(lane.at(position))
  }
}

/** The next moment at which targets that are held up are looked at again; infinite = none is held up. */
export function nextLookAt(state: EngineState, run: Runtime, now: number): number {
  if (state.head.state !== 'running') return Number.POSITIVE_INFINITY
  let at = Number.POSITIVE_INFINITY
  for (const lane of run.lanes) {
    if (lane.phase.state !== 'running' || freeSlots(state, lane.phase) <= 0) continue
    if (closedWindows(state, lane.phase).length > 0) continue
    if (lane.parked.size > 0) at = Math.min(at, now + verdictMsMax)
    at = Math.min(at, lane.queues.nextAt())
  }
  return Math.max(at, now)
}

/** Cancels what has not begun, a batch a turn. @returns whether some are left. */
export function sweep(state: EngineState, run: Runtime, turn: Turn, now: number): boolean {
  const { head } = state
  if (head.state !== 'aborting' && head.rollback !== 'whole') return false
  let left = sweepMax
  for (const lane of run.lanes) {
    while (lane.swept < lane.targets.length) {
      if (left === 0) return true
      const target = lane.at(lane.swept)
      lane.swept += 1
      if (target.state !== 'pending') continue
      left -= 1
      const reason = head.rollback === null ? 'aborted' : 'rolled_back'
      const data = { reason, message: null } as const
      record(state, turn, { type: 'target.cancelled', target, data }, now)
    }
  }
  return false
}
