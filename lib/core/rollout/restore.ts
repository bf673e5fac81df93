import { isObject } from '@/lib/core/shared/json'

/** The facts of a cluster, labels apart, that an operation may set. */
export const settableFacts = ['version', 'environment', 'tier', 'region', 'provider'] as const
export type SettableFact = (typeof settableFacts)[number]

/** A fact that a rollout has set on a cluster, and what it was before; null = there was none. */
export interface SetFact {
  readonly set: string
  readonly back: string | null
}

/** What a target that was taken back restores on its cluster, each only where it still is what was set. */
export interface Restoration {
  readonly facts: Readonly<Partial<Record<SettableFact, SetFact>>>
  readonly labels: readonly ({ readonly key: string } & SetFact)[]
}

/**
 * Works out what there is to restore: the facts that the operation set and that were recorded before it.
 * @param sets what the operation set, rendered for this cluster
 * @param previous what was recorded before the first apply
 */
export function restorationOf(
  sets: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>>,
): Restoration {
  const facts: Partial<Record<SettableFact, SetFact>> = {}
  for (const name of settableFacts) {
    const pair = pairOf(sets[name], previous[name])
    if (pair) facts[name] = pair
  }
  const before = isObject(previous.labels) ? previous.labels : {}
  const labels = Object.entries(isObject(sets.labels) ? sets.labels : {}).flatMap(([key, value]) => {
    const pair = pairOf(value, Object.hasOwn(before, key) ? before[key] : undefined)
    return pair ? [{ key, ...pair }] : []
  })
  return { facts, labels }
}

/** Nothing is restored that was not recorded, or that was the same before. */
function pairOf(set: unknown, before: unknown): SetFact | null {
  if (typeof set !== 'string' || (typeof before !== 'string' && before !== null)) return null
  return set === before ? null : { set, back: before }
}

/** A cluster's facts as far as a restoration looks at them. */
type Facts = Readonly<Record<SettableFact, string | null>> & {
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Says which facts somebody else has changed since, so that they stay: neither what the rollout set nor what
 * was before it. Null = none.
 */
export function keptWords({ facts, labels }: Restoration, cluster: Facts): string | null {
  const own = settableFacts.flatMap((name) => {
    const pair = facts[name]
    return pair && isForeign(pair, cluster[name]) ? [`${name} is ${cluster[name] ?? 'unknown'}`] : []
  })
  const others = labels.flatMap(({ key, ...pair }) => {
    const now = Object.hasOwn(cluster.labels, key) ? (cluster.labels[key] ?? null) : null
    return isForeign(pair, now) ? [`label ${key} is ${now ?? 'absent'}`] : []
  })
  const all = [...own, ...others]
  return all.length === 0 ? null : `changed by somebody else since, and left as it is: ${all.join(', ')}`
}

const isForeign = ({ set, back }: SetFact, now: string | null): boolean => now !== set && now !== back
