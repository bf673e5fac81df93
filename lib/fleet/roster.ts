/**
 * The whole fleet as one answer: columns instead of objects, repeated values once. 10,000 clusters weigh
 * a tenth of what a list of objects does, so the browser can hold them all and filter without asking.
 */
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** Values that repeat: the distinct ones, and for each cluster which of them it is. */
export interface CodedColumn<Value> {
  values: Value[]
  codes: number[]
}

export interface Roster {
  names: string[]
  kind: CodedColumn<string>
  provider: CodedColumn<string>
  region: CodedColumn<string>
  environment: CodedColumn<string>
  tier: CodedColumn<string>
  version: CodedColumn<string | null>
  weight: CodedColumn<number>
  labels: CodedColumn<Record<string, string>>
}

/** One row of the fleet, without what only drivers need. */
export type RosterRow = Pick<
  ClusterFacts,
  'name' | 'kind' | 'provider' | 'region' | 'environment' | 'tier' | 'version' | 'weight' | 'labels'
>

/** Packs clusters, in the order given, into columns. */
export function encodeRoster(rows: readonly RosterRow[]): Roster {
  return {
    names: rows.map((row) => row.name),
    kind: encodeColumn(rows.map((row) => row.kind)),
    provider: encodeColumn(rows.map((row) => row.provider)),
    region: encodeColumn(rows.map((row) => row.region)),
    environment: encodeColumn(rows.map((row) => row.environment)),
    tier: encodeColumn(rows.map((row) => row.tier)),
    version: encodeColumn(rows.map((row) => row.version)),
    weight: encodeColumn(rows.map((row) => row.weight)),
    labels: encodeColumn(rows.map((row) => row.labels)),
  }
}

/** Unpacks columns into clusters; connection and nodes are not part of a roster and come out empty. */
export function decodeRoster(roster: Roster): ClusterFacts[] {
  const read = <Value>(column: CodedColumn<Value>, index: number): Value =>
    column.values[column.codes[index] as number] as Value
  return roster.names.map((name, index) => ({
    name,
    kind: read(roster.kind, index),
    provider: read(roster.provider, index),
    region: read(roster.region, index),
    environment: read(roster.environment, index),
    tier: read(roster.tier, index),
    version: read(roster.version, index),
    weight: read(roster.weight, index),
    labels: read(roster.labels, index),
    connection: noConnection,
    nodes: null,
  }))
}

const noConnection = Object.freeze({})

function encodeColumn<Value>(cells: readonly Value[]): CodedColumn<Value> {
  const known = new Map<string, number>()
  const values: Value[] = []
  const codes = cells.map((cell) => {
    const key = JSON.stringify(cell)
    const code = known.get(key) ?? values.push(cell) - 1
    known.set(key, code)
    return code
  })
  return { values, codes }
}
