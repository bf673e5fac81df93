import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import { type Refusal, refuse } from './refusal'
import type { EngineState, Turn } from './state'

/** Sets the moment at which a draft starts by itself, or calls that off. */
export interface ScheduleCommand {
  readonly type: 'schedule'
  /** Epoch ms; null = only when somebody starts it. */
  readonly startAt: number | null
  readonly reason: string | null
}

/** Starts a draft whose moment has come. */
export interface StartDueCommand {
  readonly type: 'start-due'
}

/** How far ahead a start can be set, in ms: within this the fleet is likely still the one that was planned. */
const aheadMsMax = 366 * 86_400_000

/**
 * Schedules a draft: at its moment a worker starts it, or later, as soon as one is alive and the line moves.
 * Until then it can be set anew, called off, started by hand, or aborted.
 */
export function schedule(
  state: EngineState,
  turn: Turn,
  { startAt, reason }: ScheduleCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  if (head.state !== 'draft') {
    const words = head.state.replaceAll('_', ' ')
    return refuse('conflict', `This rollout is ${words}; only a draft can be scheduled.`, head.state)
  }
  if (startAt === null) {
    if (head.startAt === null) return refuse('conflict', 'This rollout is not scheduled.', head.state)
    record(state, turn, { type: 'rollout.unscheduled', data: { reason } }, now)
    return ok(turn)
  }
  if (startAt <= now) return refuse('conflict', 'startAt has passed; choose a moment to come.', head.state)
  if (startAt > now + aheadMsMax) {
    return refuse('conflict', 'startAt is more than a year ahead; choose a nearer moment.', head.state)
  }
  record(state, turn, { type: 'rollout.scheduled', data: { startAt, reason } }, now)
  return ok(turn)
}

/** Starts a draft if its moment has come; refused when it was called off, set anew or started meanwhile. */
export function startDue(state: EngineState, turn: Turn, now: number): Result<Turn, Refusal> {
  const { head } = state
  if (head.state !== 'draft' || head.startAt === null || head.startAt > now) {
    return refuse('conflict', 'This rollout is not to start by itself now.', head.state)
  }
  record(state, turn, { type: 'rollout.started' }, now)
  return ok(turn)
}
