import { tellRoutes } from '@/lib/notifications/tell-routes'
import { holdRollout } from '@/lib/rollouts/hold-rollout'
import { actorName } from '@/lib/server/actor'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { lockLine } from './lock-line'
import { openStop, stopWords } from './open-stop'
import { stopLineInput } from './schemas'

/**
 * Stops the line: every running rollout is paused in one transaction, and while the stop is in force nothing can
 * be started, resumed or opened again. What is in flight finishes.
 *
 * The rows of all running rollouts are locked first, in one order; from then on no worker can make a start
 * durable, however many rollouts there are to pause.
 *
 * @throws AppError `conflict` when the line is stopped already.
 */
export const stopLine = mutation({
  name: 'line.stop',
  permission: 'line:stop',
  input: stopLineInput,
  object: () => ({ type: 'line', name: 'line' }),
  async run(context, { reason }) {
    const { tx, actor, now } = context
    if (actor.kind === 'system') throw new AppError('forbidden', 'The line is stopped by somebody.')
    await lockLine(tx, 'exclusive')
    const before = await openStop(tx)
    if (before) throw new AppError('conflict', stopWords(before))
    const running = await tx.query<{ id: number }>(
      `SELECT id FROM rollout WHERE state IN ('running', 'rolling_back') ORDER BY id FOR UPDATE`,
    )
    const detail = `${actorName(actor)} stopped the line: ${reason}`
    for (const { id } of running) {
      await holdRollout(context, String(id), detail)
    }
    await tx.query(
      'INSERT INTO line_stop (reason, stopped_at, stopped_by_id, held) VALUES ($1, $2, $3, $4)',
      [reason, now, actor.userId, running.map(({ id }) => id)],
    )
    await tellRoutes(tx, 'line.stopped', { at: now, actor: actorName(actor), data: { reason } })
    return { held: running.map(({ id }) => String(id)) }
  },
  data: ({ reason }, { held }) => ({ reason, held }),
})
