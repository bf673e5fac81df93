import { commonTraits, countFacts, type FactSet, type Trait } from '@/lib/core/failures/traits'
import { codeOf, codeOfCell } from '@/lib/stream/cell'
import type { Columns } from '@/lib/stream/columns'
import { facetNames, facetOf, type Roster } from '@/lib/stream/roster'
import { wasActive } from '../targets/select-targets'
import type { Stretch } from '../view-state'

export interface BrushLook {
  /** How many were in flight at some time in the stretch. */
  readonly active: number
  /** Those of them that have failed. */
  readonly failed: readonly number[]
  /** What the failed ones have in common, against all that were active. */
  readonly traits: readonly Trait[]
}

const failedCodes = new Set([codeOf('failed', false), codeOf('revert_failed', false)])

/** Says what was in flight in a stretch of time, and what became of it. */
export function lookAtBrush(roster: Roster, columns: Columns, brush: Stretch): BrushLook {
  const active: number[] = []
  for (let index = 0; index < columns.size; index++) if (wasActive(columns, index, brush)) active.push(index)
  const failed = active.filter((index) => failedCodes.has(codeOfCell(columns.cells[index] as number)))
  if (failed.length === 0) return { active: active.length, failed, traits: [] }
  const facts = (index: number) => factsOf(roster, index)
  const population = { size: active.length, counts: countFacts(active.map(facts)) }
  return { active: active.length, failed, traits: commonTraits(failed.map(facts), population) }
}

function factsOf(roster: Roster, index: number): FactSet {
  const facts: Record<string, string> = {}
  for (const name of facetNames) {
    const value = facetOf(roster, name, index)
    if (value !== '') facts[name] = value
  }
  return facts
}
