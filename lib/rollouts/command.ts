import { type Command, command } from '@/lib/core/rollout/command'
import { commandState } from '@/lib/core/rollout/load'
import type { Refusal } from '@/lib/core/rollout/refusal'
import type { EngineState, Turn } from '@/lib/core/rollout/state'
import type { RolloutState } from '@/lib/core/rollout/states'
import { lockLine } from '@/lib/line/lock-line'
import { openStop, stopWords } from '@/lib/line/open-stop'
import { actorName } from '@/lib/server/actor'
import { AppError } from '@/lib/server/errors'
import type { MutationContext } from '@/lib/server/mutation'
import type { RolloutAckDto } from './dto'
import { type LoadedRollout, loadRollout, type TargetChoice } from './load'
import { rolloutIdOf } from './rollout-id'
import { wakeRollout } from './wake'
import { writeAmendment } from './write-amendment'
import { standingAfter, writeStatement } from './write-statement'

export interface CommandResult {
  readonly state: EngineState
  readonly turn: Turn
  readonly ack: RolloutAckDto
}

/**
 * Carries out a command on a rollout in the caller's transaction: locks its row, asks the core, writes the
 * difference with its events, and wakes a worker for what follows. Needs no worker to be alive.
 *
 * @throws AppError with the core's refusal; nothing has changed then.
 */
export async function runCommand(
  context: MutationContext,
  rollout: string,
  asked: Command,
  { targets = 'none', seenSeq }: { targets?: TargetChoice; seenSeq?: number } = {},
): Promise<CommandResult> {
  await lockLine(context.tx, 'shared')
  const loaded = await loadRollout(context.tx, rolloutIdOf(rollout), { lock: true, targets })
  return carryOut(context, loaded, asked, seenSeq)
}

/** The same on a rollout that the caller has loaded and locked, after `lockLine` if it may begin to run. */
export async function carryOut(
  { tx, actor, now }: MutationContext,
  loaded: LoadedRollout,
  asked: Command,
  seenSeq?: number,
): Promise<CommandResult> {
  const wasActive = startsThings(loaded.head.state)
  const state = commandState(loaded)
  const decided = command(state, asked, now.getTime())
  if (!decided.ok) throw refusal(decided.error)
  const turn = decided.value
  if (!wasActive && startsThings(state.head.state)) await requireMovingLine(tx)
  if (turn.amended) await writeAmendment(tx, state, turn)
  const { text, values } = writeStatement(state, turn, loaded.standing, {
    actor: actorName(actor),
    now: now.getTime(),
    byCommand: true,
    wakeAt: now.getTime(),
    ...(seenSeq !== undefined && { seenSeq }),
  })
  const [row] = await tx.query<{ written: number }>(text, values)
  if (row?.written !== 1) throw new Error(`rollout ${state.head.id} was written under its own lock`)
  await wakeRollout(tx, state.head.id)
  const { lastSeq } = standingAfter(loaded.standing, turn, true)
  const { id, state: now_, pauseCause } = state.head
  return { state, turn, ack: { id: String(id), state: now_, pauseCause, lastSeq } }
}

const startsThings = (state: RolloutState): boolean => state === 'running' || state === 'rolling_back'

/** While the line is stopped nothing begins to run, by whatever command. */
async function requireMovingLine(tx: MutationContext['tx']): Promise<void> {
  const stop = await openStop(tx)
  if (stop) throw new AppError('conflict', stopWords(stop), { state: 'line_stopped' })
}

const refusal = ({ code, message, state }: Refusal): AppError =>
  new AppError(code, message, state === undefined ? {} : { state })
