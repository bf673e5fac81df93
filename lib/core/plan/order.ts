import type { OrderField, ResolvedOrder } from '@/lib/core/policy/resolved'
import { readFact } from '@/lib/core/selector/fact'
import { readSubject } from '@/lib/core/selector/subject'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { createRandom } from '@/lib/core/shared/random'
import { compareText } from '@/lib/core/shared/text-order'
import { versionSortKey } from '@/lib/core/shared/version'
import { orderDiverse } from './diverse'

/**
 * Puts the clusters of a phase, given by name, in the order in which they start. What the fields leave equal
 * stays ordered by name, and a shuffle starts from the names in order: the same seed gives the same plan.
 */
export function orderClusters(
  byName: readonly ClusterFacts[],
  order: ResolvedOrder,
  seed: string,
): readonly ClusterFacts[] {
  switch (order.type) {
    case 'random':
      return createRandom(seed).shuffle(byName)
    case 'diverse':
      return orderDiverse(byName, createRandom(seed))
    case 'fields':
      return sortByFields(byName, order.fields)
  }
}

type Key = string | number | null

/** Sorts by keys that are read once for each cluster; the sort is stable, so equal ones stay by name. */
function sortByFields(
  byName: readonly ClusterFacts[],
  fields: readonly OrderField[],
): readonly ClusterFacts[] {
  if (fields.length === 1 && fields[0]?.field === 'name' && !fields[0].descending) return byName
  const readers = fields.map(({ field }) => keyReader(field))
  const signs = fields.map(({ descending }) => (descending ? -1 : 1))
  const rows = byName.map((cluster) => ({ cluster, keys: readers.map((read) => read(cluster)) }))
  rows.sort((a, b) => {
    for (let i = 0; i < signs.length; i += 1) {
      const order = compareKeys(a.keys[i] as Key, b.keys[i] as Key)
      if (order !== 0) return order * (signs[i] as number)
    }
    return 0
  })
  return rows.map(({ cluster }) => cluster)
}

function keyReader(field: string): (cluster: ClusterFacts) => Key {
  const subject = readSubject(field)
  if (!subject) throw new Error(`Not a fact that was validated: ${field}`)
  const read = readFact(subject)
  if (field !== 'version') return read
  const keys = new Map<string, string>()
  return ({ version }) => {
    if (version === null) return null
    let key = keys.get(version)
    if (key === undefined) {
      key = versionSortKey(version)
      keys.set(version, key)
    }
    return key
  }
}

/** Unknown comes first. */
function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return compareText(String(a), String(b))
}
