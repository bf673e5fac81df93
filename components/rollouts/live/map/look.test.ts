import { expect, test } from 'vitest'
import { targetStates } from '@/lib/core/rollout/states'
import { cellOf, codeCount, codeOf } from '@/lib/stream/cell'
import { appearanceOf, lookOf, sameButDim, undrawn } from './look'

test('a look keeps the state, whether it is held, and whether a filter lets it through', () => {
  const pending = cellOf(codeOf('pending', false), null)
  expect(appearanceOf(lookOf(pending, true, false)).style.label).toBe('Held')
  expect(appearanceOf(lookOf(pending, false, true))).toMatchObject({ dim: true, progress: null })
  const applying = cellOf(codeOf('applying', false), 0.5)
  expect(appearanceOf(lookOf(applying, true, false))).toMatchObject({ progress: 0.5, dim: false })
})

test('a filter that changes is told apart from a change of the cell', () => {
  const [one, other] = targetStates.map((state) => cellOf(codeOf(state, false), null))
  const look = lookOf(one ?? 0, false, false)
  expect(sameButDim(look, lookOf(one ?? 0, false, true))).toBe(true)
  expect(sameButDim(look, lookOf(other ?? 0, false, false))).toBe(false)
})

test('no cell looks like one that was never drawn', () => {
  const highest = lookOf(cellOf(codeCount - 1, 1), true, true)
  expect(highest).toBeLessThan(undrawn)
})
