/**
 * The states of the contract, in the order a screen lists them.
 * `aborting` stands between an abort and its last target in flight; all else is as documented.
 */

export const rolloutStates = [
  'draft',
  'running',
  'paused',
  'aborting',
  'aborted',
  'rolling_back',
  'rolled_back',
  'succeeded',
  'succeeded_with_failures',
  'nothing_to_do',
  'failed',
] as const
export type RolloutState = (typeof rolloutStates)[number]

export const pauseCauses = [
  'manual',
  'budget',
  'guard',
  'gate_rejected',
  'gate_expired',
  'stop_the_line',
] as const
export type PauseCause = (typeof pauseCauses)[number]

export const phaseStates = [
  'pending',
  'waiting',
  'running',
  'soaking',
  'succeeded',
  'succeeded_with_failures',
  'failed',
  'skipped',
  'aborted',
] as const
export type PhaseState = (typeof phaseStates)[number]

/** The index of a state is its code on the wire of the live stream: append only. */
export const targetStates = [
  'pending',
  'applying',
  'verifying',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'reverting',
  'reverted',
  'revert_failed',
] as const
export type TargetState = (typeof targetStates)[number]

export const gateStates = ['closed', 'open', 'rejected', 'expired'] as const
export type GateState = (typeof gateStates)[number]

const finishedRollouts: ReadonlySet<RolloutState> = new Set([
  'aborted',
  'rolled_back',
  'succeeded',
  'succeeded_with_failures',
  'nothing_to_do',
  'failed',
])
const inFlightTargets: ReadonlySet<TargetState> = new Set(['applying', 'verifying', 'reverting'])
const terminalTargets: ReadonlySet<TargetState> = new Set([
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'reverted',
  'revert_failed',
])

/** Tells whether nothing moves the rollout any more, short of a retry that re-opens it. */
export const isFinished = (state: RolloutState): boolean => finishedRollouts.has(state)

/** Tells whether a driver may be at work on the target. */
export const isInFlight = (state: TargetState): boolean => inFlightTargets.has(state)

/** Tells whether the target has come to rest. */
export const isTerminal = (state: TargetState): boolean => terminalTargets.has(state)
