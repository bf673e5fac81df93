import { targetStyle } from '@/lib/client/state-style'
import { targetStates } from '@/lib/core/rollout/states'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import type { Columns } from '@/lib/stream/columns'
import { type FacetName, facetOf, type Roster } from '@/lib/stream/roster'

export const groupKeys = ['phase', 'provider', 'region', 'version', 'tier', 'state'] as const
export type GroupKey = (typeof groupKeys)[number]

/** Targets that are drawn together, in their fixed order. */
export interface TargetGroup {
  /** Unique within its grouping. */
  readonly id: string
  readonly title: string
  readonly targets: Uint32Array
}

export interface Grouping {
  readonly by: GroupKey
  readonly groups: readonly TargetGroup[]
}

/**
 * Groups all targets by their phase, by a fact at planning, or by the state in which they are now. Groups by state
 * are of the moment of the call: nothing moves by itself while one looks.
 */
export function groupTargets(roster: Roster, columns: Columns, by: GroupKey): Grouping {
  if (by === 'phase') return { by, groups: roster.phases.map(phaseGroup) }
  const groups = new Map<string, number[]>()
  for (let index = 0; index < roster.clusters.length; index++) {
    const id = by === 'state' ? stateOf(columns, index) : facetOf(roster, by, index)
    const members = groups.get(id)
    if (members) members.push(index)
    else groups.set(id, [index])
  }
  const sorted = [...groups].sort(([a], [b]) => compare(by, a, b))
  return {
    by,
    groups: sorted.map(([id, members]) => ({
      id,
      title: titleOf(by, id),
      targets: Uint32Array.from(members),
    })),
  }
}

function phaseGroup({ id, title, size, first }: Roster['phases'][number]): TargetGroup {
  return { id, title, targets: Uint32Array.from({ length: size }, (_, n) => first + n) }
}

const stateOf = (columns: Columns, index: number): string =>
  stateOfCode(codeOfCell(columns.cells[index] as number))

const collator = new Intl.Collator('en', { numeric: true })
const stateOrder: readonly string[] = targetStates

function compare(by: GroupKey, a: string, b: string): number {
  if (by === 'state') return stateOrder.indexOf(a) - stateOrder.indexOf(b)
  // What is unknown comes last.
  return Number(a === '') - Number(b === '') || collator.compare(a, b)
}

function titleOf(by: Exclude<GroupKey, 'phase'>, id: string): string {
  if (by === 'state') return targetStyle[id as keyof typeof targetStyle].label
  return id === '' ? `No ${by}` : id
}

/** Keeps of each group what a filter lets through, and the groups of which something is left. */
export function filterGroups(grouping: Grouping, matches: (index: number) => boolean): Grouping {
  const groups = grouping.groups.flatMap((group) => {
    const targets = group.targets.filter((index) => matches(index))
    return targets.length === 0 ? [] : [{ ...group, targets }]
  })
  return { ...grouping, groups }
}

/** Splits a group by region, or by provider where regions are small. */
export function regionsOf(roster: Roster, { targets }: TargetGroup): TargetGroup[] {
  const name = (facets: readonly FacetName[]) => (index: number) =>
    facets.map((facet) => facetOf(roster, facet, index)).join('\n')
  const byRegion = split(targets, name(['provider', 'region']))
  // Regions so small that their names would take more room than their cells are not told apart.
  const blocks =
    targets.length / byRegion.length < regionSizeMin ? split(targets, name(['provider'])) : byRegion
  return blocks.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Splits a group by the phase of its targets, in the order of the phases. */
export function phasesOf(roster: Roster, { targets }: TargetGroup): TargetGroup[] {
  const parts = split(targets, (index) => String(roster.phaseOf[index]))
  return parts
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map((part) => ({ ...part, title: roster.phases[Number(part.id)]?.title ?? '' }))
}

const regionSizeMin = 6

function split(targets: Uint32Array, keyOf: (index: number) => string): TargetGroup[] {
  const parts = new Map<string, number[]>()
  for (const index of targets) {
    const key = keyOf(index)
    const members = parts.get(key)
    if (members) members.push(index)
    else parts.set(key, [index])
  }
  return [...parts].map(([id, members]) => ({
    id,
    title: id.split('\n').at(-1) || 'unknown',
    targets: Uint32Array.from(members),
  }))
}
