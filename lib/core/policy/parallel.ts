import { isMap } from 'yaml'
import { editPhases, pinId } from './edit-nodes'
import { phaseAfter, phaseIds } from './phase-ids'

type After = readonly (readonly string[])[]

/** The phases as far as their order in time goes. */
interface Order {
  readonly ids: readonly string[]
  readonly after: After
}

/**
 * Groups neighbours that start together: runs of phases that come after the same phases. Answers for each phase
 * the place where its run begins.
 */
export function parallelBlocks(after: After): number[] {
  const starts: number[] = []
  after.forEach((names, i) => {
    const above = after[i - 1]
    starts.push(above && sameSet(above, names) ? (starts[i - 1] as number) : i)
  })
  return starts
}

/**
 * Lets a phase start together with the one above it, or, when it does already, after it. What came after the
 * block waits for all of the block that is left. Answers what each phase comes after then.
 */
export function toggleParallel({ ids, after }: Order, index: number): After {
  const starts = parallelBlocks(after)
  const top = starts[index - 1]
  if (top === undefined) return after
  const blockOf = (from: number, to: number) => ids.slice(from, to)
  const own = starts[index] as number
  const end = starts.findIndex((start, i) => i > index && start !== own)
  const bottom = end < 0 ? ids.length : end
  const next = after.map((names) => [...names])
  const replace = (old: readonly string[], names: readonly string[]) => {
    after.forEach((before, i) => {
      if ((i < own || i >= bottom) && sameSet(before, old)) next[i] = [...names]
    })
  }
  if (own === index) {
    // It joins the block above; what started together with it now waits for it, too.
    for (let i = index + 1; i < bottom; i += 1) next[i] = blockOf(top, index + 1)
    replace(blockOf(index, bottom), bottom > index + 1 ? blockOf(index + 1, bottom) : blockOf(top, index + 1))
    next[index] = [...(after[index - 1] as readonly string[])]
  } else {
    for (let i = index; i < bottom; i += 1) next[i] = blockOf(own, index)
    replace(blockOf(own, bottom), blockOf(index, bottom))
  }
  return next
}

/** Does the same in the text of a policy; `after` is written only where it is not the phase above. */
export function togglePhaseParallel(source: string, index: number): string {
  return editPhases(source, (phases, document) => {
    const maps = phases.items.filter(isMap)
    if (maps.length !== phases.items.length || index < 1 || index >= maps.length) return 'unchanged'
    const written = maps.map((phase) => phase.toJSON() as { id?: string; after?: string[] })
    const ids = phaseIds(written)
    const before = phaseAfter(written)
    const after = toggleParallel({ ids, after: before }, index)
    const byPlace = phaseAfter(ids.map((id) => ({ id })))
    maps.forEach((phase, i) => {
      const names = after[i] as readonly string[]
      if (sameSet(names, before[i] as readonly string[])) return
      if (sameSet(names, byPlace[i] as readonly string[])) phase.delete('after')
      else phase.set('after', document.createNode(names))
    })
    const named = new Set(after.filter((_, i) => maps[i]?.has('after')).flat())
    maps.forEach((phase, i) => {
      if (named.has(ids[i] as string)) pinId(phase, ids[i] as string)
    })
    return 'changed'
  })
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name))
