import type { RolloutHead } from '@/lib/core/rollout/model'
import { isFinished } from '@/lib/core/rollout/states'
import { reason, type WaitReason } from '@/lib/core/rollout/wait-reason'
import type { Sql } from '@/lib/server/sql'
import { openStop, stopWords } from './open-stop'

/** Says that the line is stopped, to a rollout that it keeps from going on and that does not say so by its pause. */
export async function lineWaits(sql: Sql, head: RolloutHead): Promise<WaitReason[]> {
  if (isFinished(head.state) || head.pauseCause === 'stop_the_line') return []
  const stop = await openStop(sql)
  if (!stop) return []
  const unblockedBy = 'an operator: release the line'
  return [reason('line', stopWords(stop), { since: stop.at.getTime(), unblockedBy })]
}
