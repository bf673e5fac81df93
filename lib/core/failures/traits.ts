/** What is known of a cluster, fact by fact: `region`, `version`, and `labels.kernel` for its labels. */
export type FactSet = Readonly<Record<string, string>>

/** How many clusters of a population have a value of a fact. */
export interface FactCount {
  readonly fact: string
  readonly value: string
  readonly count: number
}

/** The clusters that a group is compared with; the group is a part of them. */
export interface Population {
  readonly size: number
  readonly counts: readonly FactCount[]
}

/** Something that a group has in common more often than those it is compared with. */
export interface Trait {
  readonly fact: string
  readonly value: string
  /** How many of the group have it, and what share of the group that is. */
  readonly count: number
  readonly share: number
  /** What share of the population has it. */
  readonly baseShare: number
  /** `share` / `baseShare`. */
  readonly lift: number
}

/** Fewer than this share of a group is nothing that it has in common. */
const shareMin = 0.5
const liftMin = 1.25
/**
 * Of the log-likelihood ratio (G) with one degree of freedom: chance alone reaches it once in a thousand, and
 * a dozen facts are looked at for each group.
 */
const evidenceMin = 10.83
/** Two may have anything in common. */
const membersMin = 3
const traitsMax = 3

/**
 * Finds what the members of a group have in common and the population has less often, strongest evidence first.
 * Of values that go together (a region and its provider) both are told only when they differ in extent.
 */
export function commonTraits(members: readonly FactSet[], population: Population): Trait[] {
  const size = members.length
  if (size < membersMin || population.size <= size) return []
  const base = new Map(population.counts.map(({ fact, value, count }) => [key(fact, value), count]))
  const found = countFacts(members).flatMap(({ fact, value, count }) => {
    const baseCount = Math.max(count, base.get(key(fact, value)) ?? 0)
    const share = count / size
    const baseShare = baseCount / population.size
    const trait = { fact, value, count, share, baseShare, lift: share / baseShare }
    const evidence = evidenceOf(count, size, baseShare)
    if (share < shareMin || trait.lift < liftMin || evidence < evidenceMin) return []
    return [{ trait, evidence, extent: `${count}/${baseCount}` }]
  })
  found.sort((a, b) => b.evidence - a.evidence || a.trait.fact.localeCompare(b.trait.fact))
  const extents = new Set<string>()
  return found
    .filter(({ extent }) => !extents.has(extent) && extents.add(extent))
    .slice(0, traitsMax)
    .map(({ trait }) => trait)
}

/** Counts the values of every fact. */
export function countFacts(members: readonly FactSet[]): FactCount[] {
  const counts = new Map<string, { fact: string; value: string; count: number }>()
  for (const facts of members) {
    for (const [fact, value] of Object.entries(facts)) {
      const known = counts.get(key(fact, value))
      if (known) known.count++
      else counts.set(key(fact, value), { fact, value, count: 1 })
    }
  }
  return [...counts.values()]
}

/** How little chance explains that `count` of `size` have what a share `expected` of all has. */
function evidenceOf(count: number, size: number, expected: number): number {
  if (expected >= 1) return 0
  const term = (seen: number, mean: number) => (seen === 0 ? 0 : seen * Math.log(seen / mean))
  return 2 * (term(count, size * expected) + term(size - count, size * (1 - expected)))
}

const key = (fact: string, value: string): string => `${fact}\n${value}`
