import { AppError, found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { endOverrideInput } from './schemas'

/**
 * Ends an override before it expires: the freeze holds for its rollout again; what is in flight finishes.
 * @throws AppError `not_found`; `conflict` when it is over already.
 */
export const endOverride = mutation({
  name: 'freeze.end_override',
  permission: 'freeze:override',
  input: endOverrideInput,
  object: ({ id }) => ({ type: 'freeze', name: id }),
  async run({ tx, now }, { id, override }) {
    const [row] = await tx.query<{ over: boolean }>(
      `SELECT ended_at IS NOT NULL OR expires_at <= $3 AS over FROM freeze_override
       WHERE id = $1 AND freeze_id = $2 FOR UPDATE`,
      [Number(override), Number(id), now],
    )
    if (found(row, 'override', override).over)
      throw new AppError('conflict', 'This override is over already.')
    await tx.query('UPDATE freeze_override SET ended_at = $2 WHERE id = $1', [Number(override), now])
  },
})
