import type { TargetState } from '@/lib/core/rollout/states'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import type { Columns } from '@/lib/stream/columns'
import type { Roster } from '@/lib/stream/roster'
import { type FacetName, facetNames, facetOf } from '@/lib/stream/roster'
import type { SortKey, Stretch, ViewState } from '../view-state'

export type TargetFilter = Pick<ViewState, 'states' | 'phase' | 'words' | 'active'>

/** Lists the targets that a filter lets through, in their fixed order. */
export function filterTargets(roster: Roster, columns: Columns, filter: TargetFilter): number[] {
  const matches = matcher(roster, columns, filter)
  const found: number[] = []
  for (let index = 0; index < columns.size; index++) if (matches(index)) found.push(index)
  return found
}

/** Makes the test of one target; every word must occur in its name or in one of its facts. */
export function matcher(roster: Roster, columns: Columns, filter: TargetFilter): (index: number) => boolean {
  const states = new Set<TargetState>(filter.states)
  const phase = filter.phase === null ? -1 : roster.phases.findIndex(({ id }) => id === filter.phase)
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  return (index) => {
    if (states.size > 0 && !states.has(stateOfCode(codeOfCell(columns.cells[index] as number)))) return false
    if (filter.phase !== null && columns.phaseOf[index] !== phase) return false
    if (filter.active !== null && !wasActive(columns, index, filter.active)) return false
    return words.every((word) => hasWord(roster, index, word))
  }
}

/** Tells whether a target was in flight at some time in a stretch; what never started was not. */
export function wasActive(columns: Columns, index: number, { from, to }: Stretch): boolean {
  const started = columns.started[index] as number
  const finished = columns.finished[index] as number
  return started <= to && !(finished < from)
}

/** Tells whether a filter lets something through that another cluster would not pass. */
export const isFiltering = ({ states, phase, words, active }: TargetFilter): boolean =>
  states.length > 0 || phase !== null || words !== '' || active !== null

const hasWord = (roster: Roster, index: number, word: string): boolean =>
  (roster.clusters[index] ?? '').toLowerCase().includes(word) ||
  facetNames.some((facet) => facetOf(roster, facet, index).toLowerCase().includes(word))

/** Sorts targets by a column; equal ones keep their fixed order, unknown values come last. */
export function sortTargets(
  targets: readonly number[],
  roster: Roster,
  columns: Columns,
  key: SortKey,
  descending: boolean,
  now: number,
): number[] {
  const sign = descending ? -1 : 1
  if (key === 'order') return descending ? [...targets].reverse() : [...targets]
  if (key === 'cluster') {
    const collator = new Intl.Collator('en', { numeric: true })
    const name = (index: number) => roster.clusters[index] ?? ''
    return [...targets].sort((a, b) => sign * collator.compare(name(a), name(b)) || a - b)
  }
  if (key === 'region' || key === 'tier' || key === 'version') {
    const rank = facetRanks(roster, key)
    return [...targets].sort((a, b) => sign * (rank(a) - rank(b)) || a - b)
  }
  const value = sortValue(columns, key, now)
  return [...targets].sort((a, b) => {
    const left = value(a)
    const right = value(b)
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b
    return sign * (left - right) || a - b
  })
}

/** Orders the few values of a facet once, so that comparing targets compares numbers. */
function facetRanks({ facets }: Roster, name: FacetName): (index: number) => number {
  const { values, at } = facets[name]
  const collator = new Intl.Collator('en', { numeric: true })
  const sorted = values.map((value, n) => ({ value, n })).sort((a, b) => collator.compare(a.value, b.value))
  const ranks = new Int32Array(values.length)
  for (const [rank, { n }] of sorted.entries()) ranks[n] = rank
  return (index) => ranks[at[index] ?? 0] ?? 0
}

function sortValue(
  columns: Columns,
  key: Exclude<SortKey, 'order' | 'cluster' | 'region' | 'tier' | 'version'>,
  now: number,
) {
  const started = (index: number) => columns.started[index] as number
  if (key === 'started') return started
  if (key === 'state') return (index: number) => codeOfCell(columns.cells[index] as number)
  return (index: number) => {
    const finished = columns.finished[index] as number
    return (Number.isNaN(finished) ? now : finished) - started(index)
  }
}
