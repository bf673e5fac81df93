import { lockLine } from '@/lib/line/lock-line'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { acknowledgeInput } from './schemas'

/**
 * Takes broken clusters off all disruption budgets: somebody has looked at them and answers for going on. One
 * that is in flight again keeps its place until it comes to rest.
 *
 * @throws AppError `conflict` when one of them is not broken; nothing has changed then.
 */
export const acknowledgeClusters = mutation({
  name: 'disruption_budget.acknowledge',
  permission: 'disruption:acknowledge',
  input: acknowledgeInput,
  object: () => ({ type: 'disruption_budget', name: 'acknowledge' }),
  async run({ tx }, { clusters }): Promise<{ acknowledged: number }> {
    // Changing a budget charges the same clusters anew.
    await lockLine(tx, 'exclusive')
    const broken = await tx.query<{ id: number; name: string }>(
      `SELECT c.id, c.name FROM broken_cluster b JOIN cluster c ON c.id = b.cluster_id
       WHERE c.name = ANY($1::text[]) ORDER BY c.id FOR UPDATE OF b`,
      [clusters],
    )
    const names = new Set(broken.map(({ name }) => name))
    const others = [...new Set(clusters)].filter((name) => !names.has(name))
    if (others.length > 0) {
      const some = others.slice(0, 5).join(', ')
      const more = others.length > 5 ? ` and ${others.length - 5} more` : ''
      throw new AppError('conflict', `Not broken: ${some}${more}.`, { state: { notBroken: others } })
    }
    const ids = broken.map(({ id }) => id)
    await tx.query('DELETE FROM broken_cluster WHERE cluster_id = ANY($1::int[])', [ids])
    await tx.query(
      `DELETE FROM disruption_charge c WHERE c.cluster_id = ANY($1::int[])
         AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.cluster_id = c.cluster_id)`,
      [ids],
    )
    return { acknowledged: ids.length }
  },
})
