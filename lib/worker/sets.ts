import { compileTemplate } from '@/lib/core/expression/template'
import { operationRoots } from '@/lib/core/operation/shape'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { Target } from '@/lib/core/rollout/model'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { isObject } from '@/lib/core/shared/json'
import { versionSortKey } from '@/lib/core/shared/version'
import type { ClusterSet } from '@/lib/rollouts/write/parts'

/** Works out what a succeeded operation sets on its cluster; null = nothing. */
export type Setter = (target: Target, cluster: ClusterFacts | undefined) => ClusterSet | null

/** Makes the setter of a rollout. Values that cannot be rendered are left as they are, never guessed. */
export function createSetter(
  operation: ResolvedOperation,
  params: Readonly<Record<string, unknown>>,
): Setter {
  if (Object.keys(operation.sets).length === 0) return () => null
  const template = compileTemplate(JSON.parse(JSON.stringify(operation.sets)), operationRoots)
  if (!template.ok) return () => null
  const { value } = template
  const same = value.roots.includes('cluster') ? undefined : render({})

  function render(cluster: object): Record<string, unknown> {
    const answer = value.render({ cluster, params } as Parameters<typeof value.render>[0])
    return answer.ok && isObject(answer.value) ? answer.value : {}
  }

  return (target, cluster) => {
    const sets = same ?? render(cluster ?? { ...target.facts, name: target.cluster })
    const text = (key: string): string | null =>
      typeof sets[key] === 'string' ? (sets[key] as string) : null
    const version = text('version')
    return {
      id: target.clusterId,
      version,
      versionSort: version === null ? null : versionSortKey(version),
      environment: text('environment'),
      tier: text('tier'),
      region: text('region'),
      provider: text('provider'),
      labels: isObject(sets.labels) ? (sets.labels as Record<string, string>) : null,
    }
  }
}
