import { versionSortKey } from '@/lib/core/shared/version'

/** What `version(x)` makes; compared by key. The version of a cluster may be unknown: then the key is null. */
export class Version {
  readonly key: string | null

  constructor(version: string | null) {
    this.key = version === null ? null : versionSortKey(version)
  }
}

/**
 * Labels inside an expression: an absent label is null, as in selectors, where a plain object would make the
 * whole expression fail.
 */
export class Labels extends Map<string, string> {
  override get(key: string): string | undefined {
    return (this.has(key) ? super.get(key) : null) as string | undefined
  }
}

/** Turns the labels of the clusters in a context into `Labels`; everything else stays as it is. */
export function withLabels(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...context }
  for (const root of ['cluster', 'previous']) {
    const value = result[root]
    if (typeof value === 'object' && value !== null && 'labels' in value) {
      const { labels } = value
      if (typeof labels === 'object' && labels !== null) {
        result[root] = { ...value, labels: new Labels(Object.entries(labels)) }
      }
    }
  }
  return result
}
