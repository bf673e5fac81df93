import type { MutationContext } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { RolloutAckDto } from './dto'

/** Pauses a rollout because the line is stopped, in the caller's transaction. */
export async function holdRollout(context: MutationContext, rollout: string, reason: string): Promise<void> {
  await runCommand(context, rollout, { type: 'pause', reason, line: true })
}

/** Lets a rollout go that the stop of the line held; it may pause for another reason at once. */
export async function letGoRollout(
  context: MutationContext,
  rollout: string,
  reason: string | null,
): Promise<RolloutAckDto> {
  const { ack } = await runCommand(context, rollout, { type: 'release', reason })
  return ack
}
