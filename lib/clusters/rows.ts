import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { ClusterDto } from './dto'

/** A row of `cluster`, as SQL gives it. */
export interface ClusterRow extends Omit<ClusterDto, 'updatedAt' | 'inFlightIn'> {
  updated_at: Date
}

/** The columns of a `ClusterRow`, of a table with the alias `c`. */
export const clusterColumns = `c.id, c.name, c.kind, c.provider, c.region, c.environment, c.tier, c.version,
  c.weight, c.labels, c.connection, c.nodes, c.updated_at`

/** Reads a row as the facts that selectors, plans and drivers see. */
export function clusterFacts({ updated_at: _, ...facts }: ClusterRow): ClusterFacts & { id: number } {
  return facts
}

/** Reads a row as what is shown. */
export function clusterDto({ updated_at, ...row }: ClusterRow, inFlightIn: number | null): ClusterDto {
  return {
    ...row,
    updatedAt: updated_at.toISOString(),
    inFlightIn: inFlightIn === null ? null : String(inFlightIn),
  }
}
