import { AppError, found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { clusterNameInput } from './schemas'

/**
 * Removes a cluster from the fleet. Rollouts that still have it before them skip it as `gone`.
 * @throws AppError `not_found`; `conflict` while a rollout is at work on it.
 */
export const deleteCluster = mutation({
  name: 'cluster.delete',
  permission: 'fleet:write',
  input: clusterNameInput,
  object: ({ name }) => ({ type: 'cluster', name }),
  data: () => ({}),
  async run({ tx }, { name }) {
    const [row] = await tx.query<{ id: number }>('SELECT id FROM cluster WHERE name = $1 FOR UPDATE', [name])
    const { id } = found(row, 'cluster', name)
    const [lease] = await tx.query<{ rollout_id: number }>(
      'SELECT rollout_id FROM lease WHERE cluster_id = $1',
      [id],
    )
    if (lease) {
      const state = { rollout: String(lease.rollout_id) }
      const words = `Rollout ${lease.rollout_id} is at work on “${name}”. Wait until it has finished there.`
      throw new AppError('conflict', words, { state })
    }
    await tx.query('DELETE FROM cluster WHERE id = $1', [id])
  },
})
