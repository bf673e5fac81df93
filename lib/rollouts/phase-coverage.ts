import { coverageAfter } from '@/lib/core/plan/coverage'
import type { Phase } from '@/lib/core/rollout/model'
import type { Sql } from '@/lib/server/sql'
import type { PhaseDto } from './dto'

/**
 * Reads what each phase with a diverse order has covered by targets that succeeded, by the phase's index. Asked
 * only for such phases: the database sums up their kinds of clusters, so few rows come back.
 */
export async function phaseCoverage(
  sql: Sql,
  rolloutId: number,
  phases: readonly Phase[],
): Promise<ReadonlyMap<number, NonNullable<PhaseDto['coverage']>>> {
  const diverse = phases.filter(({ rules }) => rules.order.type === 'diverse').map(({ index }) => index)
  if (diverse.length === 0) return new Map()
  const rows = await sql.query<{
    phase: number
    provider: string
    region: string
    version: string | null
    tier: string
    done: boolean
  }>(
    `SELECT phase_index AS phase, facts->>'provider' AS provider, facts->>'region' AS region,
       facts->>'version' AS version, facts->>'tier' AS tier, bool_or(state = 'succeeded') AS done
     FROM target WHERE rollout_id = $1 AND phase_index = ANY($2::int[]) GROUP BY 1, 2, 3, 4, 5`,
    [rolloutId, diverse],
  )
  return new Map(
    diverse.map((index) => {
      const kinds = rows.filter(({ phase }) => phase === index)
      const done = kinds.filter((kind) => kind.done)
      const ordered = [...done, ...kinds.filter((kind) => !kind.done)]
      const [reached] = coverageAfter(ordered, [done.length])
      const { singles, pairs } = reached as NonNullable<typeof reached>
      return [index, { singles: { ...singles }, pairs: { ...pairs } }]
    }),
  )
}
