import type { Command } from '@/lib/core/rollout/command'
import { lockLine } from '@/lib/line/lock-line'
import type { MutationContext } from '@/lib/server/mutation'
import { chooseTargets } from './choose-targets'
import { carryOut } from './command'
import type { TargetsAckDto } from './dto'
import { loadRollout, type TargetChoice } from './load'
import { rolloutIdOf } from './rollout-id'
import type { RetryInput, SkipInput } from './schemas'

type Input = RetryInput | SkipInput

/** What a selector picks from: those of its matches that the verb is about. */
const pickedState = { retry: 'failed', skip: 'pending' } as const

/**
 * Retries or skips some targets of a rollout: those named, which all must be there and in a fitting state, or
 * those that a selector picks by their facts at planning.
 */
export async function changeTargets(
  context: MutationContext,
  verb: 'retry' | 'skip',
  input: Input,
): Promise<TargetsAckDto> {
  const { tx, actor } = context
  const targets: TargetChoice = input.clusters
    ? { where: 't.cluster = ANY($2::text[])', values: [input.clusters] }
    : { where: 't.state = $2', values: [pickedState[verb]] }
  await lockLine(tx, 'shared')
  const loaded = await loadRollout(tx, rolloutIdOf(input.rollout), { lock: true, targets })
  const chosen = chooseTargets(loaded, input)
  const asked: Command =
    verb === 'retry'
      ? { type: 'retry', userId: actor.kind === 'system' ? null : actor.userId }
      : { type: 'skip', reason: input.reason ?? '' }
  const { ack } = await carryOut(context, { ...loaded, targets: chosen }, asked)
  return { ...ack, targets: chosen.length }
}
