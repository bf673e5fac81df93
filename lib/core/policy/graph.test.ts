import { describe, expect, it } from 'vitest'
import { layOutPhases } from './graph'

describe('the order of phases as a drawing', () => {
  it('puts a chain into one row', () => {
    const graph = layOutPhases(['a', 'b', 'c'], [[], ['a'], ['b']])
    expect(graph).toMatchObject({
      layers: 3,
      rows: 1,
      edges: [
        [0, 1],
        [1, 2],
      ],
    })
  })

  it('puts what starts together into one layer, and joins it', () => {
    const graph = layOutPhases(['a', 'b', 'c', 'd'], [[], ['a'], ['a'], ['b', 'c']])
    expect(graph?.nodes.map(({ layer, row }) => [layer, row])).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 0],
    ])
    expect(graph?.rows).toBe(2)
  })

  it('leaves out what follows from other edges', () => {
    expect(layOutPhases(['a', 'b', 'c'], [[], ['a'], ['a', 'b']])?.edges).toEqual([
      [0, 1],
      [1, 2],
    ])
  })

  it('keeps branches apart that go on side by side', () => {
    const graph = layOutPhases(['a', 'b', 'b2', 'a2'], [[], [], ['b'], ['a']])
    expect(graph?.nodes.map(({ row }) => row)).toEqual([0, 1, 1, 0])
  })

  it('passes over names that no phase has, and has no drawing of a circle', () => {
    expect(layOutPhases(['a', 'b'], [['ghost'], ['a']])?.layers).toBe(2)
    expect(layOutPhases(['a', 'b'], [['b'], ['a']])).toBeNull()
  })
})
