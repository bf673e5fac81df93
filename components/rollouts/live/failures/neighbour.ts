import { codeOf, codeOfCell } from '@/lib/stream/cell'
import type { Columns } from '@/lib/stream/columns'
import { facetNames, type Roster } from '@/lib/stream/roster'

const succeeded = codeOf('succeeded', false)

/**
 * Finds the cluster that succeeded and is most like another: most facts in common, of the same phase where it
 * can, nearest in order. Null while nothing has succeeded.
 */
export function neighbourOf(roster: Roster, columns: Columns, index: number): number | null {
  let best: { index: number; score: number } | null = null
  for (let other = 0; other < columns.size; other++) {
    if (other === index || codeOfCell(columns.cells[other] as number) !== succeeded) continue
    const score = likeness(roster, columns, index, other)
    if (best && (score < best.score || (score === best.score && !nearer(index, other, best.index)))) continue
    best = { index: other, score }
  }
  return best?.index ?? null
}

function likeness(roster: Roster, columns: Columns, one: number, other: number): number {
  // A fact weighs more than the phase: phases only say when.
  let score = columns.phaseOf[one] === columns.phaseOf[other] ? 1 : 0
  for (const name of facetNames) {
    const { at } = roster.facets[name]
    if (at[one] === at[other]) score += 2
  }
  return score
}

const nearer = (from: number, one: number, other: number): boolean =>
  Math.abs(one - from) < Math.abs(other - from)
