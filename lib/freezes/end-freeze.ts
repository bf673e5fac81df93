import { AppError, found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { freezeIdInput } from './schemas'

/**
 * Ends a freeze now, or calls off one that has not begun; it stays in the list, for the record.
 * @throws AppError `not_found`; `conflict` when it is over already.
 */
export const endFreeze = mutation({
  name: 'freeze.end',
  permission: 'freeze:write',
  input: freezeIdInput,
  object: ({ id }) => ({ type: 'freeze', name: id }),
  data: () => ({}),
  async run({ tx, now }, { id }) {
    const [row] = await tx.query<{ over: boolean }>(
      'SELECT ended_at IS NOT NULL OR coalesce(ends_at <= $2, false) AS over FROM "freeze" WHERE id = $1 FOR UPDATE',
      [Number(id), now],
    )
    if (found(row, 'freeze', id).over) throw new AppError('conflict', 'This freeze is over already.')
    await tx.query('UPDATE "freeze" SET ended_at = $2 WHERE id = $1', [Number(id), now])
  },
})
