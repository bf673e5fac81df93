import type { ResolvedWindow } from '@/lib/core/policy/resolved'
import { windowAt } from '@/lib/core/shared/weekly-window'
import { record } from './apply'
import type { Gate, Phase } from './model'
import { type EngineState, phaseOf, type Turn } from './state'

/**
 * A window is a gate that time opens and closes. It is watched from when its phase waits until the phase has
 * started its last target: the phase begins inside it, and so does every later start. What has begun goes on,
 * its retries included: to leave a cluster half done over night would be worse than to finish it.
 *
 * `expiresAt` of its gate is the moment of the next change, so state and explanation are exact between two.
 */
type WindowGate = Gate & { spec: ResolvedWindow }

const isWindow = (gate: Gate): gate is WindowGate => gate.spec.type === 'window'

/**
 * Tells whether a gate is a window that opens and closes by itself at present: nobody wakes up for others. One
 * that somebody has overridden stays open.
 */
export function isTicking(state: EngineState, gate: Gate): gate is WindowGate {
  if (!isWindow(gate) || gate.requestedAt === null || gate.override !== null) return false
  if (state.head.state !== 'running') return false
  const phase = phaseOf(state, gate.phase)
  return phase.state === 'waiting' || phase.state === 'running'
}

/** Opens or closes a window whose time has come. */
export function turnWindow(state: EngineState, turn: Turn, gate: WindowGate, now: number): void {
  const { open, changesAt } = windowAt(gate.spec, now)
  const lasts = gate.expiresAt === null || gate.expiresAt > now
  if ((gate.state === 'open') === open && lasts) return
  record(state, turn, { type: open ? 'gate.opened' : 'gate.closed', gate, data: { until: changesAt } }, now)
}

/** The moment at which a window changes next, as its gate keeps it; null = not within a year. */
export const nextChangeOf = (spec: ResolvedWindow, now: number): number | null =>
  windowAt(spec, now).changesAt

/** The windows of a phase that keep it from starting anything now; empty = none does. */
export const closedWindows = (state: EngineState, phase: Phase): Gate[] =>
  state.gates.filter((gate) => gate.phase === phase.index && isWindow(gate) && gate.state !== 'open')
