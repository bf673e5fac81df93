import { tellRoutes } from '@/lib/notifications/tell-routes'
import { letGoRollout } from '@/lib/rollouts/hold-rollout'
import { actorName } from '@/lib/server/actor'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import type { ReleasedDto } from './dto'
import { lockLine } from './lock-line'
import { openStop } from './open-stop'
import { releaseLineInput } from './schemas'

/**
 * Releases the line: exactly the rollouts that the stop had paused go on. Those that a person paused, aborted or
 * that would have paused by themselves meanwhile stay as they are, and the answer says why.
 *
 * @throws AppError `conflict` when the line is not stopped.
 */
export const releaseLine = mutation({
  name: 'line.release',
  permission: 'line:release',
  input: releaseLineInput,
  object: () => ({ type: 'line', name: 'line' }),
  async run(context, { reason = null }: { reason?: string | null }): Promise<ReleasedDto> {
    const { tx, actor, now } = context
    if (actor.kind === 'system') throw new AppError('forbidden', 'The line is released by somebody.')
    await lockLine(tx, 'exclusive')
    const stop = await openStop(tx)
    if (!stop) throw new AppError('conflict', 'The line is not stopped.')
    await tx.query(
      'UPDATE line_stop SET released_at = $2, released_by_id = $3, release_reason = $4 WHERE id = $1',
      [stop.id, now, actor.userId, reason],
    )
    const rows = await tx.query<{ id: number; state: string; cause: string | null }>(
      'SELECT id, state, pause_cause AS cause FROM rollout WHERE id = ANY($1::int[]) ORDER BY id FOR UPDATE',
      [stop.held],
    )
    await tellRoutes(tx, 'line.released', { at: now, actor: actorName(actor), data: { reason } })
    const answer: ReleasedDto = { released: [], kept: [] }
    for (const { id, state, cause } of rows) {
      const rollout = String(id)
      if (state !== 'paused' || cause !== 'stop_the_line') {
        answer.kept.push({
          rollout,
          why: `It is ${state}${cause ? ` (${cause})` : ''}.`.replaceAll('_', ' '),
        })
        continue
      }
      const ack = await letGoRollout(context, rollout, reason)
      if (ack.state === 'paused') answer.kept.push({ rollout, why: `It is paused (${ack.pauseCause}).` })
      else answer.released.push(rollout)
    }
    return answer
  },
  data: ({ reason }, answer) => ({ reason: reason ?? null, ...answer }),
})
