import { ok, type Result } from '@/lib/core/shared/result'
import { ask } from './advance'
import { type AmendCommand, amend } from './amend/amend'
import { type ProposalCommand, propose } from './amend/propose'
import { type AnswerCommand, answerGate } from './answer-gate'
import { record } from './apply'
import { approveLower, type LowerCommand } from './approve-lower'
import { someBudgetExhausted } from './budget'
import { decideGate, type GateCommand } from './decide-gate'
import { type ReleaseCommand, release } from './line'
import { type OverrideCommand, overrideGate } from './override-gate'
import { type Refusal, refuse } from './refusal'
import { type RetryCommand, retry, type SkipCommand, skip } from './retry-skip'
import { type RollbackCommand, resumeRollback, rollback } from './rollback'
import { type ScheduleCommand, type StartDueCommand, schedule, startDue } from './schedule'
import { type SkipPhaseCommand, skipPhase } from './skip-phase'
import { type EngineState, Turn } from './state'
import { isFinished } from './states'
import { someStopFired } from './stop'

export type Command =
  /** `line`: the line is stopped; only its release goes on then. */
  | { readonly type: 'pause'; readonly reason: string | null; readonly line?: true }
  | ReleaseCommand
  | {
      readonly type: 'resume'
      readonly reason: string | null
      readonly acknowledge: number | null
      readonly userId: number | null
    }
  | { readonly type: 'abort'; readonly reason: string | null; readonly cancelInFlight: boolean }
  | GateCommand
  | AnswerCommand
  | OverrideCommand
  | RetryCommand
  | SkipCommand
  | SkipPhaseCommand
  | RollbackCommand
  | ScheduleCommand
  | StartDueCommand
  | AmendCommand
  | ProposalCommand
  | LowerCommand

/**
 * Decides what somebody asks for: the changes, or a refusal that tells why and changes nothing. Which
 * commands are legal in which state is the table of `command.test.ts`. The engine carries out what follows.
 */
export function command(state: EngineState, asked: Command, now: number): Result<Turn, Refusal> {
  const turn = new Turn()
  switch (asked.type) {
    case 'pause':
      return pause(state, turn, asked, now)
    case 'release':
      return release(state, turn, asked, now)
    case 'resume':
      return resume(state, turn, asked, now)
    case 'abort':
      return abort(state, turn, asked, now)
    case 'decide-gate':
      return decideGate(state, turn, asked, now)
    case 'answer-gate':
      return answerGate(state, turn, asked, now)
    case 'override-gate':
      return overrideGate(state, turn, asked, now)
    case 'retry':
      return retry(state, turn, asked, now)
    case 'skip':
      return skip(state, turn, asked, now)
    case 'skip-phase':
      return skipPhase(state, turn, asked, now)
    case 'rollback':
      return rollback(state, turn, asked, now)
    case 'schedule':
      return schedule(state, turn, asked, now)
    case 'start-due':
      return startDue(state, turn, now)
    case 'amend':
      return amend(state, turn, asked, now)
    case 'propose-amendment':
    case 'drop-amendment':
      return propose(state, turn, asked, now)
    case 'approve-lower':
      return approveLower(state, turn, asked, now)
  }
}

type Asked<Type extends Command['type']> = Extract<Command, { type: Type }>

function pause(
  state: EngineState,
  turn: Turn,
  { reason, line }: Asked<'pause'>,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  // Who pauses a rollout that the line holds keeps it from going on when the line is released.
  const held = head.state === 'paused' && head.pauseCause === 'stop_the_line' && !line
  if (head.state !== 'running' && head.state !== 'rolling_back' && !held) {
    return refuse('conflict', `This rollout is ${words(head.state)}.`, head.state)
  }
  const cause = line ? 'stop_the_line' : 'manual'
  record(state, turn, { type: 'rollout.paused', data: { cause, detail: reason } }, now)
  return ok(turn)
}

/** Starts a draft, or goes on after a pause; who goes on in spite of failures says how many they accept. */
function resume(
  state: EngineState,
  turn: Turn,
  { reason, acknowledge, userId }: Asked<'resume'>,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  if (head.state === 'draft') {
    record(state, turn, { type: 'rollout.started' }, now)
    return ok(turn)
  }
  if (head.state !== 'paused') return refuse('conflict', `This rollout is ${words(head.state)}.`, head.state)
  if (head.rollback !== null) return resumeRollback(state, turn, { reason, acknowledge, userId }, now)
  const failures = head.charged - head.acknowledged
  if (acknowledge === null && (someBudgetExhausted(state) || someStopFired(state))) {
    const what = someBudgetExhausted(state) ? 'A failure budget is exhausted' : 'A statistical stop has fired'
    return refuse(
      'conflict',
      `${what}. To go on, accept the ${failures} failures since the last time: acknowledge ${failures}.`,
      { failures },
    )
  }
  if (acknowledge !== null && acknowledge !== failures) {
    return refuse(
      'stale',
      `There are ${failures} failures that nobody has acknowledged, not ${acknowledge}.`,
      { failures },
    )
  }
  const acknowledged = acknowledge ?? 0
  const overriderId = acknowledged > 0 ? userId : null
  record(state, turn, { type: 'rollout.resumed', data: { reason, acknowledged, overriderId } }, now)
  for (const gate of state.gates) {
    if (gate.state !== 'rejected' && gate.state !== 'expired') continue
    record(state, turn, { type: 'gate.reset', gate }, now)
    ask(state, turn, [gate], now)
  }
  return ok(turn)
}

/** Aborts; asked again, it can only become more: also cancel what is in flight. */
function abort(
  state: EngineState,
  turn: Turn,
  { reason, cancelInFlight }: Asked<'abort'>,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const again = head.state === 'aborting' && (head.cancelInFlight || !cancelInFlight)
  if (isFinished(head.state) || again) {
    return refuse('conflict', `This rollout is ${words(head.state)}.`, head.state)
  }
  record(state, turn, { type: 'rollout.aborting', data: { reason, cancelInFlight } }, now)
  return ok(turn)
}

const words = (state: string): string => state.replaceAll('_', ' ')
