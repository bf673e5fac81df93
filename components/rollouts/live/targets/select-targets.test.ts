import { beforeEach, describe, expect, it } from 'vitest'
import { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { cellOf, codeOf } from '@/lib/stream/cell'
import { readRoster } from '@/lib/stream/roster'
import { initialView } from '../view-state'
import { filterTargets, sortTargets } from './select-targets'

const same = { values: ['x'], at: [0, 0, 0, 0] }
const roster = readRoster({
  rollout: '1',
  planHash: 'h',
  phases: [
    { id: 'one', title: 'One', size: 2 },
    { id: 'two', title: 'Two', size: 2 },
  ],
  clusters: ['kafka-2', 'kafka-10', 'ksql-1', 'KAFKA-3'],
  provider: same,
  region: { values: ['eu-west-1', 'us-east-1'], at: [0, 1, 1, 0] },
  environment: same,
  tier: same,
  version: same,
})
let store: RolloutStore
const now = 100_000

beforeEach(() => {
  store = new RolloutStore(roster)
  store.apply({
    from: -1,
    seq: 1,
    at: now,
    changes: [
      { index: 0, cell: cellOf(codeOf('failed', false), null), startedAt: 0, finishedAt: 30_000 },
      { index: 2, cell: cellOf(codeOf('applying', true), null), startedAt: 90_000 },
      { index: 3, cell: cellOf(codeOf('succeeded', false), null), startedAt: 10_000, finishedAt: 15_000 },
    ],
  })
})

const filter = (part: Partial<typeof initialView>) =>
  filterTargets(roster, store.columns, { ...initialView, ...part })
const sort = (...[key, descending]: [Parameters<typeof sortTargets>[3], boolean]) =>
  sortTargets([0, 1, 2, 3], roster, store.columns, key, descending, now)

describe('choosing targets', () => {
  it('filters by state, phase and words together', () => {
    expect(filter({})).toEqual([0, 1, 2, 3])
    expect(filter({ states: ['failed', 'succeeded'] })).toEqual([0, 3])
    expect(filter({ phase: 'two', states: ['succeeded'] })).toEqual([3])
    expect(filter({ words: 'kafka eu-west' })).toEqual([0, 3])
  })

  it('finds a target that backs off under the state it is in', () => {
    expect(filter({ states: ['applying'] })).toEqual([2])
  })

  it('finds nothing in a phase that does not exist', () => {
    expect(filter({ phase: 'gone' })).toEqual([])
  })

  it('sorts names as people count', () => {
    expect(sort('cluster', false)).toEqual([0, 3, 1, 2])
  })

  it('sorts by duration with what still runs counted until now, and what never started last', () => {
    expect(sort('duration', false)).toEqual([3, 2, 0, 1])
    expect(sort('duration', true)).toEqual([0, 2, 3, 1])
  })
})
