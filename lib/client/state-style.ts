/**
 * How each state of the contract looks and reads: a tone (colour), a glyph (shape) and a label.
 * Shape and words carry the meaning; colour only repeats it.
 */
import type { GateState, PauseCause, PhaseState, RolloutState, TargetState } from '@/lib/core/rollout/states'
import type { Glyph } from './glyphs'
import type { Tone } from './palette'

export interface StateStyle {
  tone: Tone
  glyph: Glyph
  label: string
}

/** Rollouts; `succeeded_with_failures` never looks like `succeeded`. */
export const rolloutStyle: Record<RolloutState, StateStyle> = {
  draft: { tone: 'waiting', glyph: 'hollow', label: 'Draft' },
  running: { tone: 'running', glyph: 'running', label: 'Running' },
  paused: { tone: 'held', glyph: 'held', label: 'Paused' },
  aborting: { tone: 'held', glyph: 'held', label: 'Aborting' },
  aborted: { tone: 'skipped', glyph: 'dash', label: 'Aborted' },
  rolling_back: { tone: 'rolled-back', glyph: 'undo', label: 'Rolling back' },
  rolled_back: { tone: 'rolled-back', glyph: 'undo', label: 'Rolled back' },
  succeeded: { tone: 'succeeded', glyph: 'solid', label: 'Succeeded' },
  succeeded_with_failures: { tone: 'retrying', glyph: 'partial', label: 'Completed with failures' },
  nothing_to_do: { tone: 'skipped', glyph: 'dash', label: 'Nothing to do' },
  failed: { tone: 'failed', glyph: 'cross', label: 'Failed' },
}

export const phaseStyle: Record<PhaseState, StateStyle> = {
  pending: { tone: 'waiting', glyph: 'hollow', label: 'Pending' },
  waiting: { tone: 'held', glyph: 'held', label: 'Waiting' },
  running: { tone: 'running', glyph: 'running', label: 'Running' },
  soaking: { tone: 'verifying', glyph: 'ring', label: 'Soaking' },
  succeeded: { tone: 'succeeded', glyph: 'solid', label: 'Succeeded' },
  succeeded_with_failures: { tone: 'retrying', glyph: 'partial', label: 'Completed with failures' },
  failed: { tone: 'failed', glyph: 'cross', label: 'Failed' },
  skipped: { tone: 'skipped', glyph: 'dash', label: 'Skipped' },
  aborted: { tone: 'skipped', glyph: 'dash', label: 'Aborted' },
}

export const targetStyle: Record<TargetState, StateStyle> = {
  pending: { tone: 'waiting', glyph: 'hollow', label: 'Pending' },
  applying: { tone: 'running', glyph: 'running', label: 'Applying' },
  verifying: { tone: 'verifying', glyph: 'ring', label: 'Verifying' },
  succeeded: { tone: 'succeeded', glyph: 'solid', label: 'Succeeded' },
  failed: { tone: 'failed', glyph: 'cross', label: 'Failed' },
  skipped: { tone: 'skipped', glyph: 'dash', label: 'Skipped' },
  cancelled: { tone: 'skipped', glyph: 'dash', label: 'Cancelled' },
  reverting: { tone: 'rolled-back', glyph: 'undo', label: 'Reverting' },
  reverted: { tone: 'rolled-back', glyph: 'undo', label: 'Reverted' },
  revert_failed: { tone: 'failed', glyph: 'cross', label: 'Revert failed' },
}

/** A pending target that a gate, window, lease or freeze holds back. */
export const heldStyle: StateStyle = { tone: 'held', glyph: 'held', label: 'Held' }

/** An applying target that waits for its next attempt. */
export const retryingStyle: StateStyle = { tone: 'retrying', glyph: 'half', label: 'Retrying' }

export const gateStyle: Record<GateState, StateStyle> = {
  closed: { tone: 'held', glyph: 'held', label: 'Closed' },
  open: { tone: 'succeeded', glyph: 'solid', label: 'Open' },
  rejected: { tone: 'failed', glyph: 'cross', label: 'Rejected' },
  expired: { tone: 'retrying', glyph: 'half', label: 'Expired' },
}

/** What paused a rollout, as it continues the word "Paused": "Paused: failure budget spent". */
export const pauseCauseLabel: Record<PauseCause, string> = {
  manual: 'by hand',
  budget: 'failure budget spent',
  guard: 'a guard failed',
  gate_rejected: 'a gate was rejected',
  gate_expired: 'a gate expired',
  stop_the_line: 'stop the line',
}
