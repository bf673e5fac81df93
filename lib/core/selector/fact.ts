import type { ClusterFacts, ClusterField } from '@/lib/core/shared/cluster-facts'
import type { Subject } from './ast'

/** The value of a fact or label; null when it is not known. */
export type Fact = string | number | null

/** One reader per field, so that each reads one property of one shape and the engine can keep it fast. */
const fieldReaders: Record<ClusterField, (cluster: ClusterFacts) => Fact> = {
  name: (cluster) => cluster.name,
  kind: (cluster) => cluster.kind,
  provider: (cluster) => cluster.provider,
  region: (cluster) => cluster.region,
  environment: (cluster) => cluster.environment,
  tier: (cluster) => cluster.tier,
  version: (cluster) => cluster.version,
  weight: (cluster) => cluster.weight,
}

/** Makes a reader of one fact or label; an absent label is null. */
export function readFact(subject: Subject): (cluster: ClusterFacts) => Fact {
  if (subject.kind === 'field') return fieldReaders[subject.name]
  const { key } = subject
  return (cluster) => (Object.hasOwn(cluster.labels, key) ? (cluster.labels[key] ?? null) : null)
}
