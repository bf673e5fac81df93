import { isFinished, type RolloutState } from '@/lib/core/rollout/states'
import { AppError, found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { overrideFreezeInput } from './schemas'

/**
 * Lets one rollout start in spite of one freeze, for a while and with a reason. It ends by itself.
 * @throws AppError `not_found`; `invalid` when it would expire in the past; `conflict` when the freeze or the
 *   rollout is over, or an override is in force already.
 */
export const overrideFreeze = mutation({
  name: 'freeze.override',
  permission: 'freeze:override',
  input: overrideFreezeInput,
  object: ({ id }) => ({ type: 'freeze', name: id }),
  async run({ tx, actor, now }, { id, rollout, reason, expiresAt }) {
    if (actor.kind === 'system') throw new AppError('forbidden', 'A freeze is overridden by somebody.')
    const expires = new Date(expiresAt)
    if (expires <= now) {
      const message = 'lies in the past'
      throw new AppError('invalid', `expiresAt: ${message}.`, {
        problems: [{ path: ['expiresAt'], message }],
      })
    }
    const [freeze] = await tx.query<{ over: boolean }>(
      `SELECT ended_at IS NOT NULL OR coalesce(ends_at <= $2, false) AS over FROM "freeze" WHERE id = $1 FOR UPDATE`,
      [Number(id), now],
    )
    if (found(freeze, 'freeze', id).over) throw new AppError('conflict', 'This freeze is over already.')
    const [row] = await tx.query<{ state: RolloutState }>('SELECT state FROM rollout WHERE id = $1', [
      Number(rollout),
    ])
    if (isFinished(found(row, 'rollout', rollout).state)) {
      throw new AppError('conflict', `Rollout ${rollout} is over already.`)
    }
    const others = await tx.query(
      `SELECT 1 FROM freeze_override WHERE freeze_id = $1 AND rollout_id = $2 AND ended_at IS NULL AND expires_at > $3`,
      [Number(id), Number(rollout), now],
    )
    if (others.length > 0) {
      throw new AppError(
        'conflict',
        `This freeze is overridden for rollout ${rollout} already; end that first.`,
      )
    }
    const [made] = await tx.query<{ id: number }>(
      `INSERT INTO freeze_override (freeze_id, rollout_id, reason, created_by_id, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [Number(id), Number(rollout), reason, actor.userId, now, expires],
    )
    if (!made) throw new Error('INSERT … RETURNING gave no row')
    return { override: String(made.id) }
  },
})
