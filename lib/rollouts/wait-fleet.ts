import { freezeEnders } from '@/lib/core/rollout/judge'
import type { PlannedFacts } from '@/lib/core/rollout/model'
import { placeKey } from '@/lib/core/rollout/places'
import type { WaitFacts } from '@/lib/core/rollout/waiting'
import { GroupLimits } from '@/lib/disruption/group-limits'
import { activeBudgets } from '@/lib/disruption/load'
import { placeNeeds } from '@/lib/disruption/place-needs'
import { activeFreezes } from '@/lib/freezes/active-freezes'
import type { Sql } from '@/lib/server/sql'

type Held = WaitFacts['held'][number]
type Pending = { phase: number; id: number; name: string } & PlannedFacts

/**
 * Counts the pending targets of phases that rules over the whole fleet hold up: freezes and disruption budgets.
 * Looks at the fleet only where such a rule is in force.
 */
export async function fleetHolds(
  sql: Sql,
  rolloutId: number,
  phases: readonly number[],
  now: number,
): Promise<Held[]> {
  const freezes = await activeFreezes(sql, rolloutId, now)
  const budgets = await activeBudgets(sql)
  if (freezes.length + budgets.length === 0) return []
  const pending = await sql.query<Pending>(
    `SELECT t.phase_index AS phase, c.id, c.name, c.kind, c.provider, c.region, c.environment, c.tier, c.version,
       c.weight, c.labels
     FROM target t JOIN cluster c ON c.id = t.cluster_id
     WHERE t.rollout_id = $1 AND t.state = 'pending' AND t.phase_index = ANY($2::int[])`,
    [rolloutId, phases],
  )
  const clusters = pending.map((row) => ({ ...row, connection: {}, nodes: null }))
  const frozen = freezes.flatMap(({ title, endsAt, matches }) =>
    phases.flatMap((phase): Held[] => {
      const targets = clusters.filter((one) => one.phase === phase && matches(one)).length
      const until = endsAt === null ? 'until somebody ends it' : `until ${new Date(endsAt).toISOString()}`
      const message = `${targets} frozen ${until}: ${title}.`
      return targets > 0
        ? [{ phase, kind: 'freeze', targets, message, until: endsAt, unblockedBy: freezeEnders }]
        : []
    }),
  )
  const asked = { sql, rolloutId, limits: new GroupLimits(), at: now }
  const needs = await placeNeeds(asked, budgets, clusters)
  const full = new Map<string, { phase: number; targets: number; message: string }>()
  for (const { id, phase } of clusters) {
    const need = needs.get(id)?.find(({ free }) => free <= 0)
    if (!need) continue
    const key = `${phase}:${placeKey(need)}`
    const known = full.get(key)
    if (known) known.targets += 1
    else full.set(key, { phase, targets: 1, message: need.message })
  }
  const disturbed = [...full.values()].map(
    (one): Held => ({
      ...one,
      kind: 'disruption',
      unblockedBy: 'an operator: acknowledge broken clusters; an admin: raise the budget',
    }),
  )
  return [...frozen, ...disturbed]
}
