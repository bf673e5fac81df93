import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, codeCount, codeOf, codeOfCell } from '@/lib/stream/cell'
import type { Change, Frame } from '@/lib/stream/frame'
import { type DictionaryColumn, type Roster, readRoster } from '@/lib/stream/roster'
import { RolloutStore } from './rollout-store'

const same = (size: number): DictionaryColumn => ({ values: ['x'], at: new Array(size).fill(0) })

function roster(sizes: readonly number[]): Roster {
  const size = sizes.reduce((sum, one) => sum + one, 0)
  return readRoster({
    rollout: '1',
    planHash: 'h',
    phases: sizes.map((size, n) => ({ id: `p${n}`, title: `P${n}`, size })),
    clusters: Array.from({ length: size }, (_, n) => `c${n}`),
    provider: same(size),
    region: same(size),
    environment: same(size),
    tier: same(size),
    version: same(size),
  })
}

const size = 30
const changes = fc
  .uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(codeCount - 1)), { selector: ([index]) => index })
  .map((all) => all.map(([index, code]): Change => ({ index, cell: cellOf(code, null) })))

const frameOf = (from: number, seq: number, changes: Change[]): Frame => ({ from, seq, at: 0, changes })

describe('the store', () => {
  it('keeps counters that a recount confirms, after any frames', () => {
    fc.assert(
      fc.property(fc.array(changes), (frames) => {
        const store = new RolloutStore(roster([10, 0, 20]))
        store.apply(frameOf(-1, 0, []))
        frames.forEach((changes, n) => {
          store.apply(frameOf(n, n + 1, changes))
        })
        const recount = new Int32Array(3 * codeCount)
        store.columns.cells.forEach((cell, index) => {
          const slot = (store.roster.phaseOf[index] ?? 0) * codeCount + codeOfCell(cell)
          recount[slot] = (recount[slot] ?? 0) + 1
        })
        expect([...store.columns.counts]).toEqual([...recount])
      }),
    )
  })

  it('takes a frame that overlaps what it has, and refuses one that leaves a hole', () => {
    const store = new RolloutStore(roster([3]))
    const failed = cellOf(codeOf('failed', false), null)
    expect(store.apply(frameOf(0, 4, []))).toBe(false)
    expect(store.apply(frameOf(-1, 4, []))).toBe(true)
    expect(store.apply(frameOf(5, 6, [{ index: 0, cell: failed }]))).toBe(false)
    expect(store.count(0, codeOf('failed', false))).toBe(0)
    expect(store.apply(frameOf(2, 6, [{ index: 0, cell: failed }]))).toBe(true)
    expect(store.count(0, codeOf('failed', false))).toBe(1)
    expect(store.seq).toBe(6)
  })

  it('never goes back: an older frame is refused', () => {
    const store = new RolloutStore(roster([1]))
    store.apply(frameOf(-1, 9, []))
    expect(store.apply(frameOf(3, 8, [{ index: 0, cell: cellOf(codeOf('failed', false), null) }]))).toBe(
      false,
    )
    expect(store.seq).toBe(9)
  })

  it('wakes those who listen only to what changed', () => {
    const store = new RolloutStore(roster([1]))
    const woken: string[] = []
    for (const topic of ['cells', 'counts', 'notes'] as const) store.subscribe(topic, () => woken.push(topic))
    store.apply(frameOf(-1, 1, []))
    woken.length = 0
    store.apply(frameOf(1, 2, []))
    expect(woken).toEqual([])
    store.annotate([[0, 'error', 'm']])
    expect(woken).toEqual(['notes'])
  })

  it('knows what one at work said while somebody listened, and nothing of it once it is over', () => {
    const store = new RolloutStore(roster([3]))
    const cell = (state: 'applying' | 'failed') => cellOf(codeOf(state, false), null)
    store.apply(frameOf(-1, 1, [{ index: 1, cell: cell('applying') }]))
    store.hear([0, 1], [null, '40 %'])
    expect([0, 1].map((index) => store.noteOf(index)?.message)).toEqual([undefined, '40 %'])
    store.apply(frameOf(1, 2, [{ index: 1, cell: cell('failed') }]))
    expect(store.noteOf(1)).toBeUndefined()
    store.annotate([[1, 'error', 'broker 2 is gone']])
    expect(store.noteOf(1)).toEqual({ reason: 'error', message: 'broker 2 is gone' })
  })
})
