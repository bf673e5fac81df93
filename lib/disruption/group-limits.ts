import { selectorToSql } from '@/lib/core/selector/sql'
import { readSubject } from '@/lib/core/selector/subject'
import { resolveAmount } from '@/lib/core/shared/amount'
import type { Sql } from '@/lib/server/sql'
import type { ActiveBudget } from './load'

/** How long sizes of groups are taken for true: shares follow the fleet, not every keystroke in it. */
const sizesMs = 5_000

/** Counts the clusters in each group of a budget. */
export async function groupSizes(sql: Sql, { selector, by }: ActiveBudget): Promise<Map<string, number>> {
  const where = selector
    ? selectorToSql(selector, { alias: 'c', firstParam: 1 })
    : { text: 'true', values: [] }
  const values: unknown[] = [...where.values]
  const facts = by.map((name) => {
    const subject = readSubject(name)
    if (subject?.kind === 'field') return `coalesce(c.${subject.name}::text, '')`
    return `coalesce(c.labels ->> $${values.push(subject?.key ?? name)}, '')`
  })
  const rows = await sql.query<{ values: string[]; clusters: number }>(
    `SELECT ARRAY[${facts.join(', ')}]::text[] AS values, count(*)::int AS clusters FROM cluster c
     WHERE ${where.text} GROUP BY 1`,
    values,
  )
  return new Map(rows.map((row) => [JSON.stringify(row.values), row.clusters]))
}

/** Resolves the limits of groups: a number as it is, a share over the clusters of the group, at least 1. */
export class GroupLimits {
  private readonly known = new Map<number, { at: number; sizes: Map<string, number> }>()

  /** @returns how many clusters of a group may be disturbed at once. */
  async maxOf(sql: Sql, budget: ActiveBudget, group: string, now: number): Promise<number> {
    if (typeof budget.max === 'number') return budget.max
    let entry = this.known.get(budget.id)
    if (!entry || now - entry.at > sizesMs) {
      entry = { at: now, sizes: await groupSizes(sql, budget) }
      this.known.set(budget.id, entry)
    }
    return resolveAmount(budget.max, entry.sizes.get(group) ?? 0, 'concurrency')
  }
}
