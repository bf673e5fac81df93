import type { Selector } from '@/lib/core/selector/ast'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { Limit } from '@/lib/core/shared/amount'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Sql } from '@/lib/server/sql'

/** A budget as the engine goes by it. */
export interface ActiveBudget {
  readonly id: number
  readonly name: string
  readonly title: string
  readonly by: readonly string[]
  readonly max: Limit
  /** Null = it cannot be read: then it counts every cluster, which is the safe side. */
  readonly selector: Selector | null
  matches(cluster: ClusterFacts): boolean
}

export interface BudgetRow {
  id: number
  name: string
  title: string
  select: string
  by: string[]
  max: Limit
}

export const budgetColumns = 'id, name, title, "select", "by", max'

/** Loads the budgets that are enabled, in the order in which they are asked. */
export async function activeBudgets(sql: Sql): Promise<ActiveBudget[]> {
  const rows = await sql.query<BudgetRow>(
    `SELECT ${budgetColumns} FROM disruption_budget WHERE enabled ORDER BY id`,
  )
  return rows.map(budgetOf)
}

/** Reads a budget's row. */
export function budgetOf({ select, ...row }: BudgetRow): ActiveBudget {
  const parsed = parseSelector(select)
  const selector = parsed.ok ? parsed.value : null
  return { ...row, selector, matches: selector ? compileSelector(selector) : () => true }
}
