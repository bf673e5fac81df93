import type pg from 'pg'
import { fingerprintVersion } from '@/lib/core/failures/fingerprint'
import type { PlannedFacts } from '@/lib/core/rollout/model'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { found } from '@/lib/server/errors'
import { type Sql, transaction } from '@/lib/server/sql'
import type { FailuresDto } from './dto'
import { comparedFacts, factSetOf } from './fact-set'
import { type Compared, type FailedTarget, groupFailures } from './group-failures'

/**
 * Reads the failures of a rollout in groups of one cause each, all of one moment.
 * @throws AppError `not_found`
 */
export function readFailures(pool: pg.Pool, rollout: string): Promise<FailuresDto> {
  const id = rolloutIdOf(rollout)
  return transaction(
    pool,
    async (tx) => {
      const [row] = await tx.query<{ last_seq: number }>('SELECT last_seq FROM rollout WHERE id = $1', [id])
      const { last_seq: lastSeq } = found(row, 'rollout', rollout)
      const failed = await failedTargets(tx, id)
      // Without failures there is nothing to compare, and counting every fact is most of the work.
      const compared = failed.length === 0 ? { tried: 0, counts: [] } : await comparedWith(tx, id)
      return {
        rollout,
        lastSeq,
        fingerprintVersion,
        total: failed.length,
        tried: compared.tried,
        groups: groupFailures(failed, compared),
      }
    },
    { readOnly: true },
  )
}

interface FailedRow {
  cluster: string
  phase: string
  step: string | null
  reason: string | null
  message: string | null
  finished_at: Date | null
  facts: PlannedFacts
}

async function failedTargets(tx: Sql, id: number): Promise<FailedTarget[]> {
  const rows = await tx.query<FailedRow>(
    `SELECT t.cluster, p.id AS phase, t.step, t.reason, t.message, t.finished_at, t.facts
       FROM target t JOIN phase p ON p.rollout_id = t.rollout_id AND p.index = t.phase_index
      WHERE t.rollout_id = $1 AND t.state IN ('failed', 'revert_failed')
      ORDER BY t.phase_index, t.position`,
    [id],
  )
  return rows.map(({ finished_at, facts, ...row }) => ({
    ...row,
    failedAt: finished_at?.getTime() ?? null,
    facts: factSetOf(facts),
  }))
}

/** Values that fewer have are no trait of anything; labels that name single clusters would be most of the answer. */
const sharedMin = 3

async function comparedWith(tx: Sql, id: number): Promise<Compared> {
  const [all] = await tx.query<{ tried: number }>(
    'SELECT count(*)::int AS tried FROM target WHERE rollout_id = $1 AND started_at IS NOT NULL',
    [id],
  )
  const counts = await tx.query<Compared['counts'][number]>(
    `SELECT f.fact, f.value, count(*) FILTER (WHERE t.started_at IS NOT NULL)::int AS count,
            count(*) FILTER (WHERE t.state = 'pending')::int AS waiting
       FROM target t, LATERAL (
         SELECT key AS fact, value FROM jsonb_each_text(t.facts) WHERE key = ANY ($2::text[])
         UNION ALL SELECT 'labels.' || key, value FROM jsonb_each_text(t.facts -> 'labels')
       ) f
      WHERE t.rollout_id = $1 AND (t.started_at IS NOT NULL OR t.state = 'pending') AND f.value <> ''
      GROUP BY f.fact, f.value
     HAVING count(*) FILTER (WHERE t.started_at IS NOT NULL) >= $3`,
    [id, [...comparedFacts], sharedMin],
  )
  return { tried: all?.tried ?? 0, counts }
}
