import type pg from 'pg'
import { transaction } from '@/lib/server/sql'
import { type DictionaryColumn, facetNames, type RosterDto } from '@/lib/stream/roster'

interface FactsRow {
  cluster: string
  provider: string | null
  region: string | null
  environment: string | null
  tier: string | null
  version: string | null
}

/** Reads what never changes about a rollout's targets, in their fixed order; null = no such rollout. */
export async function readRosterRows(pool: pg.Pool, rolloutId: number): Promise<RosterDto | null> {
  return transaction(
    pool,
    async (tx) => {
      const [rollout] = await tx.query<{ plan_hash: string }>('SELECT plan_hash FROM rollout WHERE id = $1', [
        rolloutId,
      ])
      if (!rollout) return null
      const phases = await tx.query<{ id: string; title: string; size: number }>(
        'SELECT id, title, total AS size FROM phase WHERE rollout_id = $1 ORDER BY index',
        [rolloutId],
      )
      const rows = await tx.query<FactsRow>(
        `SELECT cluster, ${facetNames.map((name) => `facts->>'${name}' AS ${name}`).join(', ')}
           FROM target WHERE rollout_id = $1 ORDER BY phase_index, position`,
        [rolloutId],
      )
      const column = (name: (typeof facetNames)[number]) => dictionary(rows.map((row) => row[name] ?? ''))
      return {
        rollout: String(rolloutId),
        planHash: rollout.plan_hash,
        phases,
        clusters: rows.map((row) => row.cluster),
        provider: column('provider'),
        region: column('region'),
        environment: column('environment'),
        tier: column('tier'),
        version: column('version'),
      }
    },
    { readOnly: true },
  )
}

function dictionary(all: readonly string[]): DictionaryColumn {
  const known = new Map<string, number>()
  const at = all.map((value) => {
    const index = known.get(value) ?? known.size
    known.set(value, index)
    return index
  })
  return { values: [...known.keys()], at }
}
