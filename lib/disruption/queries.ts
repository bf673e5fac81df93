import { placeKey } from '@/lib/core/rollout/places'
import { resolveAmount } from '@/lib/core/shared/amount'
import { groupBy } from '@/lib/core/shared/group-by'
import { AppError } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import { type Charge, loadAllCharges } from './charges'
import type { BrokenClusterDto, BudgetGroupDto, DisruptionBudgetDto, DisturbedDto } from './dto'
import { groupValues } from './group'
import { groupSizes } from './group-limits'
import { type BudgetRow, budgetOf } from './load'
import { loadTickets, type Ticket } from './place-tickets'

type Row = BudgetRow & { enabled: boolean; updated_at: Date; updated_by: string }

/** Lists the budgets by name, each with the present use of its groups, the fullest first. */
export async function listBudgets(sql: Sql, now: Date): Promise<DisruptionBudgetDto[]> {
  const rows = await sql.query<Row>(
    `SELECT b.id, b.name, b.title, b."select", b."by", b.max, b.enabled, b.updated_at, u.username AS updated_by
     FROM disruption_budget b JOIN app_user u ON u.id = b.updated_by_id ORDER BY b.name COLLATE "C"`,
  )
  const charges = groupBy(await loadAllCharges(sql), ({ budget }) => budget)
  const list: DisruptionBudgetDto[] = []
  for (const row of rows) list.push(await budgetDto(sql, row, charges.get(row.id) ?? [], now))
  return list
}

/** Shows one budget, or refuses with `not_found`. */
export async function getBudget(sql: Sql, name: string, now: Date): Promise<DisruptionBudgetDto> {
  const found = (await listBudgets(sql, now)).find((budget) => budget.name === name)
  if (!found) throw new AppError('not_found', `There is no disruption budget “${name}”.`)
  return found
}

/**
 * Lists clusters whose last target failed and that nobody has acknowledged, the longest broken first.
 * @param name of the only cluster that is asked for; null = all, at most 1,000.
 */
export async function listBroken(sql: Sql, name: string | null = null): Promise<BrokenClusterDto[]> {
  const rows = await sql.query<Omit<BrokenClusterDto, 'since'> & { since: Date }>(
    `SELECT c.name AS cluster, b.rollout_id::text AS rollout, r.title AS "rolloutTitle", b.reason, b.message, b.since,
       l.cluster_id IS NOT NULL AS "inFlight"
     FROM broken_cluster b JOIN cluster c ON c.id = b.cluster_id JOIN rollout r ON r.id = b.rollout_id
       LEFT JOIN lease l ON l.cluster_id = b.cluster_id
     WHERE $1::text IS NULL OR c.name = $1
     ORDER BY b.since, c.id LIMIT 1000`,
    [name],
  )
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }))
}

async function budgetDto(
  sql: Sql,
  row: Row,
  charges: readonly Charge[],
  now: Date,
): Promise<DisruptionBudgetDto> {
  const { id, enabled, updated_at, updated_by, ...budget } = row
  const sizes = await groupSizes(sql, budgetOf(row))
  const used = groupBy(charges, ({ group }) => group)
  const keys = [...new Set([...sizes.keys(), ...used.keys()])].sort()
  const tickets = await loadTickets(
    sql,
    keys.map((group) => ({ budget: id, group })),
    now.getTime(),
  )
  const queues = groupBy(tickets, placeKey)
  const groups = keys.map((group): BudgetGroupDto => {
    const clusters = sizes.get(group) ?? 0
    const taken = used.get(group) ?? []
    const queue: readonly Ticket[] = queues.get(placeKey({ budget: id, group })) ?? []
    return {
      group: groupValues(group),
      clusters,
      max: typeof budget.max === 'number' ? budget.max : resolveAmount(budget.max, clusters, 'concurrency'),
      used: taken.length,
      disturbed: taken.map(disturbedDto),
      waiting: queue.map(({ rollout }) => String(rollout)),
    }
  })
  return {
    ...budget,
    enabled,
    updatedAt: updated_at.toISOString(),
    updatedBy: updated_by,
    groups: groups.sort((a, b) => b.used - a.used),
  }
}

const disturbedDto = ({ cluster, rollout, since, inFlight }: Charge): DisturbedDto => ({
  cluster,
  rollout: String(rollout),
  since: since.toISOString(),
  state: inFlight ? 'in_flight' : 'broken',
})
