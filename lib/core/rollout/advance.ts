import { formatDuration } from '@/lib/core/shared/duration'
import { record } from './apply'
import type { DonePhaseState } from './change'
import { endRollout } from './end-rollout'
import { resolveLimits } from './limits'
import type { Gate, Phase } from './model'
import { atRestOf, type EngineState, isDone, phaseOf, type Turn } from './state'
import { forwardOf } from './turn-back'
import { isTicking, nextChangeOf, turnWindow } from './window-gates'

/**
 * Moves phases on as far as they go: asks for gates, opens what time opens, starts, steps, soaks, ends; and
 * ends the rollout when nothing is left. While paused no phase starts and no step, but soaks elapse.
 */
export function advance(state: EngineState, turn: Turn, now: number): void {
  for (const gate of state.gates) elapse(state, turn, gate, now)
  let moved = true
  while (moved) {
    moved = false
    for (const phase of state.phases) {
      const before = turn.changes.length
      advancePhase(state, turn, phase, now)
      if (turn.changes.length > before) moved = true
    }
  }
  endRollout(state, turn, now)
}

/** The gates of a phase at one place, in the order of the policy. */
export const gatesAt = (state: EngineState, phase: Phase, place: Gate['place']): Gate[] =>
  state.gates.filter((gate) => gate.phase === phase.index && gate.place === place)

/**
 * Finds the first phase on each way up that is not done: the one above, or one further up that a retry has opened
 * again, behind whose back the phases between stay as they are.
 */
export function* openBefore(state: EngineState, phase: Phase, seen = new Set<number>()): Generator<Phase> {
  for (const index of phase.after) {
    if (seen.has(index)) continue
    seen.add(index)
    const before = phaseOf(state, index)
    if (isDone(before)) yield* openBefore(state, before, seen)
    else yield before
  }
}

/** Tells whether every phase that this one comes after is done, directly or through others. */
export const afterDone = (state: EngineState, phase: Phase): boolean =>
  openBefore(state, phase).next().done === true

/** The earliest moment at which time alone opens or expires a gate; infinite = never. */
export function nextGateAt(state: EngineState): number {
  let at = Number.POSITIVE_INFINITY
  for (const gate of state.gates) {
    const waits = gate.spec.type === 'window' ? isTicking(state, gate) : gate.state === 'closed'
    if (waits && gate.expiresAt !== null && gate.expiresAt < at) at = gate.expiresAt
  }
  return at
}

/** Opens a soak that is over, and turns windows; lets an approval expire, which pauses and never approves. */
function elapse(state: EngineState, turn: Turn, gate: Gate, now: number): void {
  if (isTicking(state, gate)) turnWindow(state, turn, gate, now)
  if (gate.spec.type === 'window') return
  if (gate.state !== 'closed' || gate.expiresAt === null || gate.expiresAt > now) return
  if (gate.spec.type === 'soak') {
    record(state, turn, { type: 'gate.opened', gate, data: null }, now)
    return
  }
  record(state, turn, { type: 'gate.expired', gate }, now)
  if (state.head.state !== 'running') return
  const detail = expiryWords(gate)
  record(state, turn, { type: 'rollout.paused', data: { cause: 'gate_expired', detail } }, now)
}

/** Says what did not come in time. */
function expiryWords({ id, spec, evidence }: Gate): string {
  if (spec.type === 'webhook') return `${spec.name} did not answer for ${id} in time`
  if (spec.type !== 'check') return `nobody completed the ${spec.type} ${id} in time`
  const seen = evidence ? `: ${evidence.message}` : ', and nobody has looked at it'
  return `the check ${spec.name} did not pass within ${formatDuration(spec.timeoutMs)}${seen}`
}

function advancePhase(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  const running = state.head.state === 'running'
  if (state.head.state === 'aborting' || state.head.rollback === 'whole') {
    abortPhase(state, turn, phase, now)
    return
  }
  switch (phase.state) {
    case 'pending':
      if (running && afterDone(state, phase)) enter(state, turn, phase, now)
      return
    case 'waiting':
      // Some may have been closed again by a retry further up.
      if (running && afterDone(state, phase)) ask(state, turn, gatesBefore(state, phase), now)
      if (running && afterDone(state, phase) && allOpen(gatesBefore(state, phase))) {
        if (isEmpty(phase)) record(state, turn, { type: 'phase.skipped', phase }, now)
        else start(state, turn, phase, now)
      }
      return
    case 'running':
      if (restsUpTo(state, phase)) leaveStep(state, turn, phase, now)
      return
    case 'soaking':
      if (allOpen(gatesAt(state, phase, 'after'))) endPhase(state, turn, phase, now)
      return
    default:
      return
  }
}

/** Nothing in it to do: none was planned, or all were taken out before it began. */
const isEmpty = (phase: Phase): boolean => atRestOf(phase) === phase.total

/** The gates to be asked before a phase: of an empty one only those that are wanted in any case. */
function gatesBefore(state: EngineState, phase: Phase): Gate[] {
  const gates = gatesAt(state, phase, 'before')
  return isEmpty(phase) ? gates.filter(({ spec }) => 'always' in spec && spec.always) : gates
}

function enter(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  const gates = gatesBefore(state, phase)
  if (!allOpen(gates)) {
    record(state, turn, { type: 'phase.waiting', phase }, now)
    ask(state, turn, gates, now)
  } else if (isEmpty(phase)) {
    record(state, turn, { type: 'phase.skipped', phase }, now)
  } else {
    start(state, turn, phase, now)
  }
}

function start(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  record(state, turn, { type: 'phase.started', phase, data: phase.resolved ?? resolveLimits(phase) }, now)
}

/** Tells whether every target of the present step, and all before it, are at rest. */
function restsUpTo(state: EngineState, phase: Phase): boolean {
  const lane = state.run?.lanes[phase.index]
  return lane ? lane.openInStep === 0 : false
}

function leaveStep(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  const steps = phase.resolved?.steps ?? []
  const next = phase.step + 1
  const running = state.head.state === 'running'
  if (next < steps.length) {
    const gates = gatesAt(state, phase, `step:${next}`)
    if (running) ask(state, turn, gates, now)
    if (running && allOpen(gates)) {
      const data = { step: next, upTo: steps[next] ?? phase.total }
      record(state, turn, { type: 'phase.step_started', phase, data }, now)
    }
    return
  }
  // Where nothing was touched there is nothing to watch.
  const { succeeded, failed, reverted, revert_failed } = phase.counts
  const touched = succeeded + failed + reverted + revert_failed > 0
  const gates = touched ? gatesAt(state, phase, 'after') : []
  if (allOpen(gates)) {
    endPhase(state, turn, phase, now)
    return
  }
  ask(state, turn, gates, now)
  const soaks = gates.filter(({ spec }) => spec.type === 'soak').map(({ expiresAt }) => expiresAt ?? 0)
  const until = soaks.length > 0 ? Math.max(...soaks) : null
  record(state, turn, { type: 'phase.soaking', phase, data: { until } }, now)
}

/** Asks for gates that nobody has been asked for yet: from now on soaks run and approvals can be given. */
export function ask(state: EngineState, turn: Turn, gates: readonly Gate[], now: number): void {
  for (const gate of gates) {
    if (gate.state !== 'closed' || gate.requestedAt !== null) continue
    record(state, turn, { type: 'gate.requested', gate, data: { expiresAt: expiry(gate, now) } }, now)
    if (isTicking(state, gate)) turnWindow(state, turn, gate, now)
  }
}

function expiry({ spec }: Gate, now: number): number | null {
  if (spec.type === 'soak') return now + spec.soakMs
  if (spec.type === 'window') return nextChangeOf(spec, now)
  return now + (spec.type === 'check' ? spec.timeoutMs : spec.expiresMs)
}

const allOpen = (gates: readonly Gate[]): boolean => gates.every(({ state }) => state === 'open')

function endPhase(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  record(state, turn, { type: `phase.${doneState(phase)}`, phase }, now)
}

function doneState({ counts }: Phase): DonePhaseState {
  // What was taken back has not succeeded, whatever it was before.
  if (counts.failed + counts.revert_failed + counts.reverted > 0) {
    return counts.succeeded > 0 ? 'succeeded_with_failures' : 'failed'
  }
  return counts.succeeded > 0 ? 'succeeded' : 'skipped'
}

function abortPhase(state: EngineState, turn: Turn, phase: Phase, now: number): void {
  if (isDone(phase) || phase.counts.pending > 0 || forwardOf(phase) > 0) return
  const finished = phase.total > 0 && phase.counts.cancelled === 0 && phase.state !== 'pending'
  if (finished && phase.state !== 'waiting') endPhase(state, turn, phase, now)
  else record(state, turn, { type: 'phase.aborted', phase }, now)
}
