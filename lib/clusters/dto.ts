/** A cluster as REST, actions and screens see it. */
export interface ClusterDto {
  id: number
  name: string
  kind: string
  provider: string
  region: string
  /** Empty when not known, as is `tier`. */
  environment: string
  tier: string
  version: string | null
  /** How much is at stake, e.g. customers on it. */
  weight: number
  labels: Record<string, string>
  /** How drivers reach it; refers to secrets, never holds them. */
  connection: Record<string, unknown>
  nodes: string[] | null
  updatedAt: string
  /** The rollout that works on it at this moment. */
  inFlightIn: string | null
}

export interface ClusterPage {
  items: ClusterDto[]
  nextCursor: string | null
  /** How many match in all; given with the first page only. */
  total: number | null
}

/** How many of the matching clusters have each value: `{ provider: [{ value: 'aws', count: 80 }] }`. */
export interface FacetsDto {
  total: number
  fields: Record<FacetField, FacetValue[]>
  labels: Record<string, FacetValue[]>
}

export const facetFields = ['kind', 'provider', 'region', 'environment', 'tier', 'version'] as const
export type FacetField = (typeof facetFields)[number]

export interface FacetValue {
  value: string
  count: number
}

/** What a bulk upsert did. */
export interface UpsertDto {
  created: number
  updated: number
  unchanged: number
}
