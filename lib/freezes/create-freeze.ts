import { readSelector } from '@/lib/clusters/read-selector'
import { printSelector } from '@/lib/core/selector/print'
import { unsettleRollouts } from '@/lib/rollouts/unsettle-rollouts'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { createFreezeInput } from './schemas'

/**
 * Announces or begins a freeze, of a period or of hours of the week: while it lasts nothing new starts on the
 * clusters of its selector. What is in
 * flight finishes, and pause, abort and skip keep working.
 *
 * @throws AppError `invalid` when it would end before it starts, or is over already.
 */
export const createFreeze = mutation({
  name: 'freeze.create',
  permission: 'freeze:write',
  input: createFreezeInput,
  object: (_, output: { id: string }) => ({ type: 'freeze', name: output.id }),
  async run({ tx, actor, now }, { title, select, startsAt, endsAt, recurrence, reason }) {
    const starts = startsAt === undefined ? now : new Date(startsAt)
    const ends = endsAt === undefined ? null : new Date(endsAt)
    const wrong = whyNotEnding(starts, ends, recurrence !== undefined, now)
    if (wrong) {
      throw new AppError('invalid', `endsAt: ${wrong}.`, { problems: [{ path: ['endsAt'], message: wrong }] })
    }
    if (actor.kind === 'system') throw new AppError('forbidden', 'A freeze is made by somebody.')
    const [row] = await tx.query<{ id: number }>(
      `INSERT INTO "freeze" (title, "select", starts_at, ends_at, recurrence, reason, created_by_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [
        title,
        printSelector(readSelector(select, 'select')),
        starts,
        ends,
        recurrence ? JSON.stringify(recurrence) : null,
        reason,
        actor.userId,
        now,
      ],
    )
    if (!row) throw new Error('INSERT … RETURNING gave no row')
    // From here on it holds: no start goes through that was judged before.
    await unsettleRollouts(tx)
    return { id: String(row.id) }
  },
})

function whyNotEnding(starts: Date, ends: Date | null, recurs: boolean, now: Date): string | null {
  if (ends === null)
    return recurs ? null : 'is missing: only a recurring freeze goes on until somebody ends it'
  if (ends <= now) return 'lies in the past'
  return ends <= starts ? 'is not after startsAt' : null
}
