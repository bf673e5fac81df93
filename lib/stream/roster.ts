/** What never changes about a rollout's targets, by column and dictionary: read once, kept by the browser. */
export interface RosterDto {
  rollout: string
  planHash: string
  /** Phase ids in the policy's order, with how many targets each has; targets follow in this order. */
  phases: { id: string; title: string; size: number }[]
  clusters: string[]
  provider: DictionaryColumn
  region: DictionaryColumn
  environment: DictionaryColumn
  tier: DictionaryColumn
  version: DictionaryColumn
}

/** Where the roster of a rollout is read. A browser keeps it for an hour, and for one build: another has another shape. */
export const rosterPath = (rollout: string, build: string): string =>
  `/api/rollouts/${encodeURIComponent(rollout)}/roster?build=${encodeURIComponent(build)}`

/** A column of few distinct values: each once, and per target the index of its value. */
export interface DictionaryColumn {
  values: string[]
  at: number[]
}

export const facetNames = ['provider', 'region', 'environment', 'tier', 'version'] as const
export type FacetName = (typeof facetNames)[number]

/** The roster as the browser uses it. */
export interface Roster {
  readonly planHash: string
  readonly phases: readonly { id: string; title: string; size: number; first: number }[]
  readonly clusters: readonly string[]
  /** Index of the phase of every target. */
  readonly phaseOf: Uint16Array
  readonly indexOf: ReadonlyMap<string, number>
  readonly facets: Readonly<Record<FacetName, { values: readonly string[]; at: Uint16Array }>>
}

/** Unpacks what the server sent. */
export function readRoster(dto: RosterDto): Roster {
  const phaseOf = new Uint16Array(dto.clusters.length)
  let first = 0
  const phases = dto.phases.map((phase, index) => {
    const start = first
    first += phase.size
    phaseOf.fill(index, start, first)
    return { ...phase, first: start }
  })
  const unpack = ({ values, at }: DictionaryColumn) => ({ values, at: Uint16Array.from(at) })
  return {
    planHash: dto.planHash,
    phases,
    clusters: dto.clusters,
    phaseOf,
    indexOf: new Map(dto.clusters.map((cluster, index) => [cluster, index])),
    facets: {
      provider: unpack(dto.provider),
      region: unpack(dto.region),
      environment: unpack(dto.environment),
      tier: unpack(dto.tier),
      version: unpack(dto.version),
    },
  }
}

/** The value of one facet of a target; '' = unknown. */
export const facetOf = (roster: Roster, facet: FacetName, index: number): string => {
  const column = roster.facets[facet]
  return column.values[column.at[index] ?? -1] ?? ''
}
