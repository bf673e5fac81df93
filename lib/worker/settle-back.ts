import { loadClustersById } from '@/lib/clusters/load'
import type { Target } from '@/lib/core/rollout/model'
import { keptWords } from '@/lib/core/rollout/restore'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Sql } from '@/lib/server/sql'
import type { Setter } from './sets'

/**
 * Looks at the cluster of a target that was taken back, and puts what somebody else has changed there since
 * beside the driver's words; the write leaves that as it is.
 */
export async function settleBack(
  sql: Sql,
  setter: Setter,
  target: Target,
  facts: ClusterFacts | undefined,
  message: string | null,
): Promise<string | null> {
  const restore = setter.restore(target, facts)
  if (!restore) return message
  const [cluster] = await loadClustersById(sql, [restore.id])
  const kept = cluster ? keptWords(restore.restoration, cluster) : null
  return kept === null ? message : [message, kept].filter(Boolean).join('; ')
}
