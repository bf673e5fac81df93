import { describe, expect, it } from 'vitest'
import { policyDifference } from './difference'
import { movePhase, setPhaseField, setPolicyField } from './edit'
import { type Lane, readLane } from './lane'

const source = `metadata: { name: p, title: Clouds }
spec:
  phases:
    - { id: a, title: Azure, select: 'cluster.provider == "azure"', failureBudget: { max: 3 } }
    - { id: b, select: 'true', maxInFlight: 10 }
    - { id: c, select: 'true' }
`
const lane = (text: string): Lane => readLane(text) as Lane
const changes = (text: string) => policyDifference(lane(source), lane(text))

describe('what a policy means otherwise', () => {
  it('is nothing where only comments and layout differ', () => {
    expect(changes(`# a comment\n${source.replace('{ max: 3 }', '{ "max": 3 }')}`)).toEqual([])
  })

  it('is said by field, in words', () => {
    const text = setPhaseField(source, 0, 'failureBudget', { max: 1, onExhausted: 'abort' })
    expect(changes(text)).toEqual([
      {
        kind: 'changed',
        phase: { id: 'a', title: 'Azure' },
        field: 'failure budget',
        before: '3 failures are tolerated, the 4th pauses',
        after: '1 failure is tolerated, the 2nd aborts',
      },
    ])
  })

  it('says what is written newly, or no more', () => {
    expect(changes(setPhaseField(source, 1, 'maxInFlight', undefined))).toMatchObject([
      { field: 'in flight at most', before: '10', after: null },
    ])
    expect(changes(setPhaseField(source, 2, 'maxInFlight', [5, '10%']))).toMatchObject([
      { before: null, after: 'the smaller of 5 and 10%' },
    ])
  })

  it('names only the phase that moved, not those it passed', () => {
    expect(changes(movePhase(source, 0, 2))).toMatchObject([
      { kind: 'moved', phase: { id: 'a' }, before: 'phase 1', after: 'phase 3' },
    ])
  })

  it('tells phases apart by their ids', () => {
    const kinds = changes(setPhaseField(source, 1, 'id', 'new')).map(({ kind, phase }) => [kind, phase?.id])
    expect(kinds).toEqual([
      ['removed', 'b'],
      ['added', 'new'],
    ])
  })

  it('is also about the policy as a whole', () => {
    const text = setPolicyField(
      setPolicyField(source, ['metadata', 'title'], 'All'),
      ['spec', 'unmatched'],
      'refuse',
    )
    expect(changes(text)).toMatchObject([
      { phase: null, field: 'title', before: 'Clouds', after: 'All' },
      { phase: null, field: 'clusters that no phase takes', before: null, after: 'refuse' },
    ])
  })
})
