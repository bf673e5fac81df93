import { readFact } from '@/lib/core/selector/fact'
import { readSubject } from '@/lib/core/selector/subject'
import { type Limit, resolveAmount } from '@/lib/core/shared/amount'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** What `take` chose, and what it could not do as asked. */
export interface Sample {
  readonly taken: readonly ClusterFacts[]
  /** How many strata (combinations of the values of `takeBy`) there are. */
  readonly strata: number
  /** Strata of which nothing is in the sample. */
  readonly missed: readonly string[]
  /** How many were asked for, before a share was raised so that every stratum is in the sample. */
  readonly asked: number
}

/**
 * Takes a part of ordered clusters: the first of the order, or with `takeBy` so many of each stratum that the
 * sample has the proportions of the whole and every stratum is in it.
 *
 * A share stands for proportion, so it is raised to one of each stratum when it is smaller (1 % of 50 clusters in
 * 10 regions is 10). A number stands for a limit that somebody chose, so it is kept, and the strata that do not
 * fit are named. What one per stratum leaves is dealt by largest remainder, ties by the order of the clusters.
 */
export function takeSample(ordered: readonly ClusterFacts[], take: Limit, takeBy: readonly string[]): Sample {
  const asked = resolveAmount(take, ordered.length, 'take')
  if (takeBy.length === 0) return { taken: ordered.slice(0, asked), strata: 1, missed: [], asked }
  const strata = groupByStratum(ordered, takeBy)
  const size = isShareOnly(take) ? Math.min(ordered.length, Math.max(asked, strata.length)) : asked
  const quotas = deal(
    size,
    strata.map(({ count }) => count),
  )
  const left = new Map(strata.map(({ name }, i) => [name, quotas[i] as number]))
  const stratumOf = stratumReader(takeBy)
  const taken = ordered.filter((cluster) => {
    const name = stratumOf(cluster)
    const quota = left.get(name) ?? 0
    if (quota > 0) left.set(name, quota - 1)
    return quota > 0
  })
  const missed = strata.filter((_, i) => quotas[i] === 0).map(({ name }) => name)
  return { taken, strata: strata.length, missed, asked }
}

function isShareOnly(take: Limit): boolean {
  return Array.isArray(take) ? take.every((amount) => typeof amount === 'string') : typeof take === 'string'
}

function stratumReader(takeBy: readonly string[]): (cluster: ClusterFacts) => string {
  const readers = takeBy.map((name) => {
    const subject = readSubject(name)
    if (!subject) throw new Error(`Not a fact that was validated: ${name}`)
    return readFact(subject)
  })
  return (cluster) => readers.map((read) => String(read(cluster) ?? '')).join(' / ')
}

/** Counts the strata, in the order in which they first appear. */
function groupByStratum(
  ordered: readonly ClusterFacts[],
  takeBy: readonly string[],
): { name: string; count: number }[] {
  const stratumOf = stratumReader(takeBy)
  const counts = new Map<string, number>()
  for (const cluster of ordered) {
    const name = stratumOf(cluster)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => ({ name, count }))
}

/** Deals `size` places over strata: one each while they last, the rest in proportion to what each has left. */
function deal(size: number, counts: readonly number[]): number[] {
  const quotas = counts.map((_, i): number => (i < size ? 1 : 0))
  const rest = size - quotas.reduce((sum, quota) => sum + quota, 0)
  if (rest <= 0) return quotas
  const total = counts.reduce((sum, count) => sum + count, 0)
  const ideal = counts.map((count, i) => Math.max(0, (size * count) / total - (quotas[i] as number)))
  const idealSum = ideal.reduce((sum, share) => sum + share, 0)
  const shares = ideal.map((share) => (idealSum > 0 ? (rest * share) / idealSum : 0))
  let dealt = 0
  shares.forEach((share, i) => {
    const whole = Math.min(Math.floor(share), (counts[i] as number) - (quotas[i] as number))
    quotas[i] = (quotas[i] as number) + whole
    dealt += whole
  })
  const byRemainder = shares
    .map((share, i) => ({ i, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i)
  while (dealt < rest) {
    const before = dealt
    for (const { i } of byRemainder) {
      if (dealt === rest) break
      if ((quotas[i] as number) < (counts[i] as number)) {
        quotas[i] = (quotas[i] as number) + 1
        dealt += 1
      }
    }
    if (dealt === before) break
  }
  return quotas
}
