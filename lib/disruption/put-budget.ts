import { readSelector } from '@/lib/clusters/read-selector'
import { printSelector } from '@/lib/core/selector/print'
import { readSubject, subjectName } from '@/lib/core/selector/subject'
import { lockLine } from '@/lib/line/lock-line'
import { unsettleRollouts } from '@/lib/rollouts/unsettle-rollouts'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { type BudgetRow, budgetColumns } from './load'
import { recharge } from './recharge'
import { putBudgetInput } from './schemas'

/**
 * Makes or changes a disruption budget. It holds from the moment it is answered, and counts what is in flight or
 * broken already; where that is more than it allows, nothing is stopped and nothing new starts.
 */
export const putBudget = mutation({
  name: 'disruption_budget.put',
  permission: 'disruption:write',
  input: putBudgetInput,
  object: ({ name }) => ({ type: 'disruption_budget', name }),
  data: ({ name: _, ...budget }, { created }) => ({ ...budget, created }),
  async run({ tx, actor, now }, input): Promise<{ created: boolean }> {
    if (actor.kind === 'system') throw new AppError('forbidden', 'A disruption budget is made by somebody.')
    const select = printSelector(readSelector(input.select, 'select'))
    const by = input.by.map((fact) => {
      const subject = readSubject(fact)
      return subject ? subjectName(subject) : fact
    })
    await lockLine(tx, 'exclusive')
    await unsettleRollouts(tx)
    const [row] = await tx.query<BudgetRow & { created: boolean }>(
      `INSERT INTO disruption_budget (name, title, "select", "by", max, enabled, updated_at, updated_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (name) DO UPDATE SET title = excluded.title, "select" = excluded."select", "by" = excluded."by",
         max = excluded.max, enabled = excluded.enabled, updated_at = excluded.updated_at,
         updated_by_id = excluded.updated_by_id
       RETURNING ${budgetColumns}, xmax = 0 AS created`,
      [
        input.name,
        input.title ?? `clusters of “${input.name}”`,
        select,
        by,
        JSON.stringify(input.max),
        input.enabled,
        now,
        actor.userId,
      ],
    )
    if (!row) throw new Error('INSERT … RETURNING gave no row')
    await recharge(tx, row, now)
    return { created: row.created }
  },
})
