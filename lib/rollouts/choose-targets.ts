import { readSelector } from '@/lib/clusters/read-selector'
import type { Target } from '@/lib/core/rollout/model'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { AppError } from '@/lib/server/errors'
import type { LoadedRollout } from './load'

/** Targets by name, or by a selector over their facts at planning. */
export interface Choice {
  readonly clusters?: readonly string[] | undefined
  readonly select?: string | undefined
}

/**
 * Picks targets from those that were loaded: the named ones, which all must be among them, or those that the
 * selector matches.
 * @throws AppError `not_found` with the names that are no targets; `invalid` for a selector that cannot be read
 */
export function chooseTargets(
  { targets }: Pick<LoadedRollout, 'targets'>,
  { clusters, select }: Choice,
): readonly Target[] {
  if (clusters) {
    const named = new Set(clusters)
    const there = targets.filter(({ cluster }) => named.has(cluster))
    for (const { cluster } of there) named.delete(cluster)
    if (named.size > 0) throw notTargets([...named])
    return there
  }
  const matches = compileSelector(readSelector(select ?? 'false', 'select'))
  return targets.filter(({ cluster, facts }) =>
    matches({ ...facts, name: cluster, connection: {}, nodes: null }),
  )
}

function notTargets(names: readonly string[]): AppError {
  const some = names.slice(0, 5).join(', ')
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return new AppError('not_found', `Not clusters of this rollout: ${some}${more}.`, {
    problems: names
      .slice(0, 100)
      .map((name) => ({ path: ['clusters'], message: `${name} is not one of this rollout` })),
  })
}
