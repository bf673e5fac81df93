import type { Target } from '@/lib/core/rollout/model'
import type { Sql } from '@/lib/server/sql'
import { samplesMax, type TargetsCheckDto } from './dto'

/**
 * Says which of some targets are of clusters that are broken now, so that somebody can answer for them, and which are
 * not. One that failed here may have been mended since, or acknowledged.
 */
export async function checkAcknowledgement(
  sql: Sql,
  chosen: readonly Target[],
): Promise<Omit<TargetsCheckDto, 'unknown'>> {
  const rows = await sql.query<{ id: number }>(
    'SELECT cluster_id AS id FROM broken_cluster WHERE cluster_id = ANY($1::int[])',
    [chosen.map(({ clusterId }) => clusterId)],
  )
  const broken = new Set(rows.map(({ id }) => id))
  const isBroken = ({ clusterId }: Target) => broken.has(clusterId)
  const others = chosen.filter((target) => !isBroken(target))
  return {
    verb: 'acknowledge',
    eligible: chosen.filter(isBroken).map(({ cluster }) => cluster),
    refusal: null,
    others:
      others.length === 0
        ? []
        : [
            {
              state: 'healthy',
              why: 'no longer broken: mended or acknowledged since',
              count: others.length,
              clusters: others.slice(0, samplesMax).map(({ cluster }) => cluster),
            },
          ],
  }
}
