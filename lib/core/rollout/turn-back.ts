import { record } from './apply'
import { isLast, isTouched, isWanted } from './course'
import { idleTargets } from './idle'
import { freeSlots, freeSlotsBack } from './limits'
import type { Phase, Target } from './model'
import type { Look } from './observation'
import { placeKey } from './places'
import type { RevertLane } from './reverts'
import { type EngineState, inFlightOf, isDone, type Runtime, type Turn } from './state'
import { steer } from './steer'
import { isFresh, verdictMsMax } from './verdict'

/** Most clusters to look at in one go. */
const looksMax = 500

/**
 * Takes back what may be taken back: the last phase first, and in it who came to rest last, under the limits
 * under which it went forward. Nothing turns back before what was on its way forward has come to rest.
 * Gates, windows and freezes are not asked: the way back is always open. Leases hold, as ever.
 */
export function turnBack(state: EngineState, run: Runtime, turn: Turn, now: number): void {
  if (!mayTurnBack(state, run)) return
  const idle = idleTargets(run)
  for (const lane of run.reverts.lanes) {
    if (lane.waiting.size > 0 && !isBehind(state, run, lane.forward.phase)) {
      turnBackLane(state, run, turn, lane, idle, now)
    }
  }
}

/** Tells whether the rollback is past its first part, in which all else comes to rest. */
function mayTurnBack({ head, phases }: EngineState, run: Runtime): boolean {
  if (head.state !== 'rolling_back') return false
  if (head.rollback === 'whole' && !phases.every(isDone)) return false
  for (const { target } of run.flights.values()) {
    if (target.step !== 'revert' && isLast(head, target)) return false
  }
  return true
}

/** Tells whether a phase that came after this one, or after one that did, has not been taken back yet. */
function isBehind(state: EngineState, run: Runtime, phase: Phase): boolean {
  return state.phases.some(
    (later) => later.after.includes(phase.index) && (isGoingBack(run, later) || isBehind(state, run, later)),
  )
}

const isGoingBack = (run: Runtime, { index, counts }: Phase): boolean =>
  counts.reverting > 0 || (run.reverts.lanes[index]?.waiting.size ?? 0) > 0

function turnBackLane(
  state: EngineState,
  run: Runtime,
  turn: Turn,
  lane: RevertLane,
  idle: readonly Target[],
  now: number,
): void {
  const { phase } = lane.forward
  const idleHere = idle.filter((target) => target.phase === phase.index)
  let free = freeSlotsBack(state, phase, idle)
  if (free <= 0) return
  lookAgain(lane, turn, free, now)
  lane.recallCrowds(free, idleHere)
  // Those that wait for something are looked at beside those whose turn it is, never instead of them.
  let looks = free - (lane.checking.size - lane.queues.probing)
  while (free > 0) {
    const target = lane.next()
    if (!target) return
    const verdict = lane.verdict(target)
    if (verdict === undefined || !isFresh(verdict, now)) {
      if (looks <= 0 || turn.toCheck.length >= looksMax) {
        lane.recall(target)
        return
      }
      looks -= 1
      lane.checking.add(target)
      turn.toCheck.push(target)
      continue
    }
    const needs = (verdict.kind === 'go' && verdict.needs) || []
    const missing = run.places.missing(needs)
    if (missing) {
      lane.queues.add(placeKey(missing), target, now)
      continue
    }
    const full = lane.forward.fullSpread(target, idleHere)
    if (full >= 0) {
      lane.awaitSpread(target, full)
      continue
    }
    record(state, turn, { type: 'target.revert_started', target }, now)
    if (needs.length > 0) {
      run.places.take(target.id, needs, now)
      turn.claims.push({ target, needs })
    }
    const flight = run.flights.get(target.id)
    if (flight) steer(state, run, turn, flight, now)
    free = freeSlotsBack(state, phase, idle)
  }
}

/** Takes in what a look at a cluster that is to be taken back has shown. */
export function heedRevert(state: EngineState, run: Runtime, turn: Turn, look: Look, now: number): void {
  const target = state.targets.get(look.targetId)
  const lane = target ? run.reverts.lanes[target.phase] : undefined
  if (!target || !lane?.checking.has(target)) return
  const { verdict } = look
  lane.setVerdict(target, verdict)
  if (!isWanted(state.head, target)) {
    lane.drop(target)
  } else if (verdict.kind === 'skip') {
    const { reason, message } = verdict
    record(state, turn, { type: 'target.revert_skipped', target, data: { reason, message } }, now)
  } else if (verdict.kind === 'wait') {
    const { key, until } = verdict.hindrance
    if (key === undefined) {
      lane.queues.forget(target)
      lane.parked.add(target)
    } else {
      lane.queues.add(key, target, now, until)
    }
  } else {
    for (const need of verdict.needs ?? []) run.places.saw(need, verdict.at)
    lane.queues.opened(target)
    lane.recall(target)
  }
}

/** Looks again at clusters that something outside of the rollout had held up: a second later, or as soon as it may be over. */
function lookAgain(lane: RevertLane, turn: Turn, free: number, now: number): void {
  for (const target of lane.queues.due(now, Math.min(free, looksMax - turn.toCheck.length))) {
    // Begun or given up meanwhile, or on its way by a second turn.
    if (!lane.waiting.has(target) || lane.checking.has(target)) {
      lane.queues.forget(target)
      continue
    }
    lane.checking.add(target)
    turn.toCheck.push(target)
  }
  for (const target of lane.parked) {
    if (turn.toCheck.length >= looksMax) return
    const verdict = lane.verdict(target)
    if (verdict && now - verdict.at < verdictMsMax) continue
    lane.parked.delete(target)
    lane.checking.add(target)
    turn.toCheck.push(target)
  }
}

/** The next moment at which clusters that hold up a rollback are looked at again; infinite = none does. */
export function nextRevertLookAt(state: EngineState, run: Runtime, now: number): number {
  if (!mayTurnBack(state, run)) return Number.POSITIVE_INFINITY
  let at = Number.POSITIVE_INFINITY
  for (const { waiting, parked, queues, forward } of run.reverts.lanes) {
    if (waiting.size === 0 || isBehind(state, run, forward.phase) || freeSlots(state, forward.phase) <= 0)
      continue
    if (parked.size > 0) at = Math.min(at, now + verdictMsMax)
    at = Math.min(at, queues.nextAt())
  }
  return Math.max(at, now)
}

/** Tells whether a rollback has nothing left to take back. */
export function isTurnedBack(state: EngineState, run: Runtime): boolean {
  if (!mayTurnBack(state, run) || !run.reverts.empty) return false
  return state.phases.every(({ counts }) => counts.reverting === 0)
}

/** Tells whether any cluster is left as this rollout has changed it. */
export function isSomethingLeft({ targets }: EngineState): boolean {
  for (const target of targets.values()) if (isTouched(target) && target.reason !== 'gone') return true
  return false
}

/** Counts the targets in flight on their way forward. */
export const forwardOf = (phase: Phase): number => inFlightOf(phase) - phase.counts.reverting
