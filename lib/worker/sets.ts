import { compileTemplate } from '@/lib/core/expression/template'
import { operationRoots } from '@/lib/core/operation/shape'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { previousFacts } from '@/lib/core/rollout/judge'
import type { Target } from '@/lib/core/rollout/model'
import { restorationOf } from '@/lib/core/rollout/restore'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { isObject } from '@/lib/core/shared/json'
import { versionSortKey } from '@/lib/core/shared/version'
import type { ClusterRestore, ClusterSet } from '@/lib/rollouts/write/parts'

/** Works out what an operation does to the facts of clusters; null = nothing. */
export interface Setter {
  /** What is set when it has succeeded. */
  set(target: Target, cluster: ClusterFacts | undefined): ClusterSet | null
  /** What is restored when it was taken back. */
  restore(target: Target, cluster: ClusterFacts | undefined): ClusterRestore | null
}

/** Makes the setter of a rollout. Values that cannot be rendered are left as they are, never guessed. */
export function createSetter(
  operation: ResolvedOperation,
  params: Readonly<Record<string, unknown>>,
): Setter {
  const nothing: Setter = { set: () => null, restore: () => null }
  if (Object.keys(operation.sets).length === 0) return nothing
  const template = compileTemplate(JSON.parse(JSON.stringify(operation.sets)), operationRoots)
  if (!template.ok) return nothing
  const { value } = template
  const same = value.roots.includes('cluster') ? undefined : render({})

  function render(cluster: object): Record<string, unknown> {
    const answer = value.render({ cluster, params } as Parameters<typeof value.render>[0])
    return answer.ok && isObject(answer.value) ? answer.value : {}
  }

  /** From the facts as they were recorded before it: so that what was set can be told again on the way back. */
  const setsOf = (target: Target, cluster: ClusterFacts | undefined) =>
    same ??
    render({ ...(cluster ?? { connection: {}, nodes: null }), ...factsBefore(target), name: target.cluster })

  return {
    set: (target, cluster) => clusterSet(target.clusterId, setsOf(target, cluster)),
    restore: (target, cluster) => {
      const previous = target.previous ?? previousFacts(target.facts, operation)
      const restoration = restorationOf(setsOf(target, cluster), previous)
      const some = restoration.labels.length > 0 || Object.keys(restoration.facts).length > 0
      return some ? { id: target.clusterId, restoration } : null
    },
  }
}

/** The facts of planning, with what was found otherwise before the first apply. */
function factsBefore({ facts, previous }: Target): object {
  const labels = isObject(previous?.labels) ? previous.labels : {}
  const known = Object.entries({ ...facts.labels, ...labels }).filter(([, value]) => value !== null)
  return { ...facts, ...previous, labels: Object.fromEntries(known) }
}

function clusterSet(id: number, sets: Record<string, unknown>): ClusterSet {
  const text = (key: string): string | null => (typeof sets[key] === 'string' ? (sets[key] as string) : null)
  const version = text('version')
  return {
    id,
    version,
    versionSort: version === null ? null : versionSortKey(version),
    environment: text('environment'),
    tier: text('tier'),
    region: text('region'),
    provider: text('provider'),
    labels: isObject(sets.labels) ? (sets.labels as Record<string, string>) : null,
  }
}
