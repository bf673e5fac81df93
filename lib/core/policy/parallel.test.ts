import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parallelBlocks, toggleParallel, togglePhaseParallel } from './parallel'

const ids = ['a', 'b', 'c', 'd']
const chain = [[], ['a'], ['b'], ['c']]

describe('phases side by side', () => {
  it('starts a phase together with the one above; what came after waits for both', () => {
    const after = toggleParallel({ ids, after: chain }, 2)
    expect(after).toEqual([[], ['a'], ['a'], ['b', 'c']])
    expect(parallelBlocks(after)).toEqual([0, 1, 1, 3])
  })

  it('is its own way back', () => {
    for (const index of [1, 2, 3]) {
      const once = toggleParallel({ ids, after: chain }, index)
      expect(toggleParallel({ ids, after: once }, index)).toEqual(chain)
    }
  })

  it('takes a third one in', () => {
    const two = toggleParallel({ ids, after: chain }, 1)
    expect(toggleParallel({ ids, after: two }, 2)).toEqual([[], [], [], ['a', 'b', 'c']])
  })

  it('splits a block where a phase leaves it', () => {
    const block = [[], [], [], ['a', 'b', 'c']]
    expect(toggleParallel({ ids, after: block }, 1)).toEqual([[], ['a'], ['a'], ['b', 'c']])
  })

  it('lets what started together with the head of a block wait for it', () => {
    const block = [[], ['a'], ['a'], ['b', 'c']]
    expect(toggleParallel({ ids, after: block }, 1)).toEqual([[], [], ['a', 'b'], ['c']])
  })

  it('leaves the first phase alone', () => {
    expect(toggleParallel({ ids, after: chain }, 0)).toBe(chain)
  })
})

describe('phases side by side in the text', () => {
  const text =
    'spec:\n  phases:\n    - select: "true" # all\n    - id: b\n      select: "true"\n    - select: "true"\n'

  it('writes what differs from the place, and the ids it needs for that', () => {
    expect(parse(togglePhaseParallel(text, 1)).spec.phases).toEqual([
      { id: 'phase-1', select: 'true' },
      { id: 'b', select: 'true', after: [] },
      { select: 'true', after: ['phase-1', 'b'] },
    ])
    expect(togglePhaseParallel(text, 1)).toContain('# all')
    expect(togglePhaseParallel(text, 1)).toContain('after: [ phase-1, b ]')
  })

  it('writes nothing any more once all is in order again', () => {
    const back = parse(togglePhaseParallel(togglePhaseParallel(text, 1), 1)).spec.phases
    expect(back.map((phase: object) => Object.hasOwn(phase, 'after'))).toEqual([false, false, false])
  })

  it('leaves the first phase and broken texts alone', () => {
    expect(togglePhaseParallel(text, 0)).toBe(text)
    expect(togglePhaseParallel('spec: {phases: [1, 2]}', 1)).toBe('spec: {phases: [1, 2]}')
  })
})
