import { readSelector } from '@/lib/clusters/read-selector'
import { printSelector } from '@/lib/core/selector/print'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { createFreezeInput } from './schemas'

/**
 * Announces or begins a freeze: while it lasts nothing new starts on the clusters of its selector. What is in
 * flight finishes, and pause, abort and skip keep working.
 *
 * @throws AppError `invalid` when it would end before it starts, or is over already.
 */
export const createFreeze = mutation({
  name: 'freeze.create',
  permission: 'freeze:write',
  input: createFreezeInput,
  object: (_, output: { id: string }) => ({ type: 'freeze', name: output.id }),
  async run({ tx, actor, now }, { title, select, startsAt, endsAt, reason }) {
    const starts = startsAt === undefined ? now : new Date(startsAt)
    const ends = new Date(endsAt)
    if (ends <= starts || ends <= now) {
      const message = ends <= now ? 'lies in the past' : 'is not after startsAt'
      throw new AppError('invalid', `endsAt: ${message}.`, { problems: [{ path: ['endsAt'], message }] })
    }
    if (actor.kind === 'system') throw new AppError('forbidden', 'A freeze is made by somebody.')
    const [row] = await tx.query<{ id: number }>(
      `INSERT INTO "freeze" (title, "select", starts_at, ends_at, reason, created_by_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
      [title, printSelector(readSelector(select, 'select')), starts, ends, reason, actor.userId, now],
    )
    if (!row) throw new Error('INSERT … RETURNING gave no row')
    return { id: String(row.id) }
  },
})
