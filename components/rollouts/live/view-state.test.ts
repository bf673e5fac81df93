import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetStates } from '@/lib/core/rollout/states'
import { groupKeys } from './grouping'
import { initialView, readView, sortKeys, tabNames, type ViewState, writeView } from './view-state'

const stretch = fc
  .tuple(fc.nat(4e12), fc.integer({ min: 1, max: 4e12 }))
  .map(([from, length]) => ({ from, to: from + length }))

const view: fc.Arbitrary<ViewState> = fc.record({
  tab: fc.constantFrom(...tabNames),
  cluster: fc.option(fc.string({ minLength: 1 })),
  failure: fc.option(fc.string({ minLength: 1 })),
  states: fc.subarray([...targetStates]),
  phase: fc.option(fc.string({ minLength: 1 })),
  words: fc.string(),
  active: fc.option(stretch),
  group: fc.constantFrom(...groupKeys),
  window: fc.option(stretch),
  sort: fc.constantFrom(...sortKeys),
  descending: fc.boolean(),
})

describe('the view in the URL', () => {
  it('comes back as it was shared', () => {
    fc.assert(
      fc.property(view, (shared) => {
        expect(readView(new URLSearchParams(writeView(shared)))).toEqual(shared)
      }),
    )
  })

  it('leaves a plain address plain', () => {
    expect(writeView(initialView)).toBe('')
  })

  it('survives an address that somebody made up', () => {
    expect(
      readView(new URLSearchParams('tab=nope&state=failed,nope&sort=-nope&active=9-3&window=x&group=nope')),
    ).toEqual({
      ...initialView,
      states: ['failed'],
      descending: true,
    })
  })
})
