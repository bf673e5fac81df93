import { describe, expect, it } from 'vitest'
import { cellOf, codeOf } from '@/lib/stream/cell'
import { Columns } from '@/lib/stream/columns'
import { readRoster } from '@/lib/stream/roster'
import { lookAtBrush } from './look-at-brush'

const size = 40
const column = (at: (n: number) => number) => ({
  values: ['3.6.1', '3.7.0'],
  at: Array.from({ length: size }, (_, n) => at(n)),
})
const roster = readRoster({
  rollout: '1',
  planHash: '',
  phases: [{ id: 'a', title: 'A', size }],
  clusters: Array.from({ length: size }, (_, n) => `c${n}`),
  provider: column(() => 0),
  region: column(() => 0),
  environment: column(() => 0),
  tier: column(() => 0),
  version: column((n) => (n < 6 ? 0 : 1)),
})

describe('a stretch of time', () => {
  it('holds what was in flight at some time in it, with its failures and what these have in common', () => {
    const columns = new Columns(roster.phaseOf, 1)
    for (let index = 0; index < 30; index++) {
      const cell = cellOf(codeOf(index < 6 ? 'failed' : 'succeeded', false), null)
      columns.apply({ index, cell, startedAt: index * 1_000, finishedAt: index * 1_000 + 500 })
    }
    columns.apply({ index: 30, cell: cellOf(codeOf('applying', false), null), startedAt: 9_000 })
    const look = lookAtBrush(roster, columns, { from: 0, to: 19_400 })
    expect(look.active).toBe(21)
    expect(look.failed).toEqual([0, 1, 2, 3, 4, 5])
    expect(look.traits).toMatchObject([{ fact: 'version', value: '3.6.1', share: 1 }])
    expect(lookAtBrush(roster, columns, { from: 600, to: 900 })).toEqual({
      active: 0,
      failed: [],
      traits: [],
    })
    expect(lookAtBrush(roster, columns, { from: 60_000, to: 90_000 }).active).toBe(1)
  })
})
