/**
 * What is known of one cluster: the input of selectors, expressions, plans and the engine. Texts that are not
 * known are empty; `version` is null then, because "no version" and "version ''" must not be confused.
 */
export interface ClusterFacts {
  readonly id?: number
  readonly name: string
  readonly kind: string
  readonly provider: string
  readonly region: string
  readonly environment: string
  readonly tier: string
  readonly version: string | null
  /** How much is at stake: customers on it, for instance. */
  readonly weight: number
  readonly labels: Readonly<Record<string, string>>
  /** How drivers reach it; may refer to secrets, never holds them. */
  readonly connection: Readonly<Record<string, unknown>>
  readonly nodes: readonly string[] | null
}

/** The facts that are texts and always there. */
export const textFields = ['name', 'kind', 'provider', 'region', 'environment', 'tier'] as const

/** The facts that selectors, orders and spreads can name besides labels. */
export const clusterFields = [...textFields, 'version', 'weight'] as const
export type ClusterField = (typeof clusterFields)[number]
