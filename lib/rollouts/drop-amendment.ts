import type { MutationContext } from '@/lib/server/mutation'
import { carryOut } from './command'
import type { RolloutAckDto } from './dto'
import { loadRollout } from './load'
import { signed } from './load-amendable'
import { type AmendmentRow, loadAmendment, requireProposed } from './load-amendments'
import { rolloutIdOf } from './rollout-id'
import { closeAmendment } from './store-amendment'

/** Ends an amendment that waits without making it, and tells it in the rollout's log. */
export async function dropAmendment(
  context: MutationContext,
  asked: { rollout: string; amendment: string; comment: string | null },
  how: 'rejected' | 'withdrawn',
  mayThey: (row: AmendmentRow, overtaken: boolean) => void = () => {},
): Promise<RolloutAckDto> {
  const { tx, now } = context
  const { userId } = signed(context)
  const loaded = await loadRollout(tx, rolloutIdOf(asked.rollout), { lock: true, targets: 'none' })
  const row = await loadAmendment(tx, loaded.head.id, asked.amendment)
  requireProposed(row)
  mayThey(row, row.basePlanHash !== loaded.head.planHash)
  const { comment } = asked
  const { ack } = await carryOut(context, loaded, { type: 'drop-amendment', how, reason: comment })
  await closeAmendment(tx, row.id, { state: how, userId, comment, planHash: null, now })
  return ack
}
