import type { LanePhase } from '@/lib/core/policy/lane'
import { parallelBlocks } from '@/lib/core/policy/parallel'

/** Neighbours that start together; most blocks are one phase. */
export interface LaneBlock {
  readonly phases: readonly LanePhase[]
  /** Where it does not simply follow the block above: `after Azure, Google`, `starts at once`; null = it does. */
  readonly follows: string | null
}

/** Groups the phases of a lane as it draws them. */
export function laneBlocks(phases: readonly LanePhase[]): LaneBlock[] {
  const starts = parallelBlocks(phases.map(({ after }) => after))
  const groups = new Map<number, LanePhase[]>()
  for (const phase of phases) {
    const start = starts[phase.index] as number
    groups.set(start, [...(groups.get(start) ?? []), phase])
  }
  const titles = new Map(phases.map(({ id, title }) => [id, title]))
  const blocks = [...groups.values()]
  return blocks.map((block, i) => {
    const after = block[0]?.after ?? []
    const above = blocks[i - 1]?.map(({ id }) => id) ?? []
    const natural = after.length === above.length && after.every((id) => above.includes(id))
    const names = after.map((id) => titles.get(id) ?? id)
    const follows = natural ? null : names.length === 0 ? 'starts at once' : `after ${names.join(', ')}`
    return { phases: block, follows }
  })
}
