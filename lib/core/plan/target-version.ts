import { compileTemplate } from '@/lib/core/expression/template'
import { operationRoots } from '@/lib/core/operation/shape'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { JsonObject } from '@/lib/core/shared/json'
import { compareVersions } from '@/lib/core/shared/version'

/**
 * Tells for each cluster whether it is ahead of the version that the operation would set, and says so; only an
 * operation that sets the version has one. (`params.version` alone does not count: it may be the version of
 * something else that runs on the cluster.)
 */
export function aheadOf(
  operation: ResolvedOperation,
  params: JsonObject,
): (cluster: ClusterFacts) => string | undefined {
  const { version } = operation.sets
  if (version === undefined) return () => undefined
  const template = compileTemplate(version, operationRoots)
  if (!template.ok) return () => undefined
  const fixed = template.value.roots.includes('cluster') ? undefined : render({})
  const ahead = new Map<string, boolean>()

  function render(context: object): string | undefined {
    const answer = template.ok ? template.value.render({ ...context, params }) : undefined
    return answer?.ok && typeof answer.value === 'string' ? answer.value : undefined
  }

  return (cluster) => {
    if (cluster.version === null) return undefined
    const target = fixed ?? render({ cluster })
    if (target === undefined) return undefined
    const key = `${cluster.version}\n${target}`
    let isAhead = ahead.get(key)
    if (isAhead === undefined) {
      isAhead = compareVersions(cluster.version, target) > 0
      ahead.set(key, isAhead)
    }
    return isAhead ? `is at ${cluster.version}, ahead of ${target}, and is never downgraded` : undefined
  }
}
