import { describe, expect, it } from 'vitest'
import type { TargetDetailDto } from '@/lib/rollouts/dto'
import { cellOf, codeOf } from '@/lib/stream/cell'
import { Columns } from '@/lib/stream/columns'
import { readRoster } from '@/lib/stream/roster'
import { compareRows } from './compare-rows'
import { neighbourOf } from './neighbour'

const column = (...at: number[]) => ({ values: ['x', 'y', 'z'], at })
const roster = readRoster({
  rollout: '1',
  planHash: '',
  phases: [
    { id: 'a', title: 'A', size: 4 },
    { id: 'b', title: 'B', size: 2 },
  ],
  clusters: ['a0', 'a1', 'a2', 'a3', 'b0', 'b1'],
  provider: column(0, 0, 0, 0, 0, 0),
  region: column(0, 1, 0, 0, 0, 0),
  environment: column(0, 0, 0, 0, 0, 0),
  tier: column(0, 0, 0, 0, 0, 0),
  version: column(0, 0, 1, 0, 0, 0),
})

const columnsOf = (...succeeded: number[]) => {
  const columns = new Columns(roster.phaseOf, 2)
  for (const index of succeeded) columns.apply({ index, cell: cellOf(codeOf('succeeded', false), null) })
  return columns
}

describe('the neighbour of a failed cluster', () => {
  it('is the one with most facts in common, of the same phase, nearest in order', () => {
    expect(neighbourOf(roster, columnsOf(1, 2, 3, 4), 0)).toBe(3)
    expect(neighbourOf(roster, columnsOf(1, 2, 4, 5), 0)).toBe(4)
    expect(neighbourOf(roster, columnsOf(1, 2), 0)).toBe(1)
  })

  it('has succeeded, and is not the cluster itself', () => {
    expect(neighbourOf(roster, columnsOf(), 0)).toBeNull()
    expect(neighbourOf(roster, columnsOf(0), 0)).toBeNull()
  })
})

describe('two targets side by side', () => {
  const base = { previous: null, attempts: [], facts: {} } as unknown as TargetDetailDto
  const attempt = (outcome: string, number: number) => ({
    step: 'apply',
    number,
    generation: number,
    key: '',
    startedAt: '2030-01-01T00:00:00.000Z',
    finishedAt: '2030-01-01T00:00:12.000Z',
    outcome,
    message: null,
  })

  it('tells what differs first, labels and steps too', () => {
    const rows = compareRows(
      {
        ...base,
        facts: { region: 'eu', labels: { kernel: '5.15' }, version: null },
        attempts: [attempt('failed', 1), attempt('timed_out', 2)],
      },
      { ...base, facts: { region: 'eu', labels: { kernel: '6.8' } }, attempts: [attempt('succeeded', 1)] },
    )
    expect(rows).toEqual([
      {
        name: 'apply',
        failed: 'timed out after 12 s, try 2',
        succeeded: 'succeeded after 12 s',
        differs: true,
      },
      { name: 'label kernel', failed: '5.15', succeeded: '6.8', differs: true },
      { name: 'region', failed: 'eu', succeeded: 'eu', differs: false },
    ])
  })
})
