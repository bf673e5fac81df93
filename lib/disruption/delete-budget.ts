import { lockLine } from '@/lib/line/lock-line'
import { unsettleRollouts } from '@/lib/rollouts/unsettle-rollouts'
import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { budgetNameInput } from './schemas'

/** Removes a disruption budget; what waited for its places goes on. */
export const deleteBudget = mutation({
  name: 'disruption_budget.delete',
  permission: 'disruption:write',
  input: budgetNameInput,
  object: ({ name }) => ({ type: 'disruption_budget', name }),
  data: () => ({}),
  async run({ tx }, { name }) {
    await lockLine(tx, 'exclusive')
    await unsettleRollouts(tx)
    const [row] = await tx.query('DELETE FROM disruption_budget WHERE name = $1 RETURNING id', [name])
    found(row, 'disruption budget', name)
  },
})
