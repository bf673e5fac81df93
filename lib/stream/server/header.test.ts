import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '@/lib/core/shared/json'
import { type Delta, withDelta } from '@/lib/stream/delta'
import { Header } from './header'

const few = fc.nat(3)
const header = fc.record(
  {
    state: fc.constantFrom('running', 'paused'),
    reason: fc.option(fc.constant('why'), { nil: undefined }),
    counts: fc.record({ pending: few, failed: few }),
    lastSeq: few,
    waitingFor: fc.array(fc.record({ kind: fc.constantFrom('slot', 'retry'), phase: few, targets: few })),
    phases: fc.array(fc.record({ id: few, counts: fc.record({ pending: few }), gates: fc.array(few) })),
  },
  { requiredKeys: ['state', 'counts'] },
)

describe('the header of a live stream', () => {
  it('leaves a reader, whom it tells only what has changed, with the last one that was news', () => {
    fc.assert(
      fc.property(fc.array(header, { minLength: 1, maxLength: 12 }), (all) => {
        const sent = new Header()
        let has: Json | undefined
        for (const read of all) {
          const had = sent.json
          const isNews = sent.take(read)
          if (isNews) {
            has = sent.version === 1 ? JSON.parse(sent.json) : withDelta(has, JSON.parse(sent.patch) as Delta)
            expect(has).toEqual(JSON.parse(JSON.stringify(read)))
          } else expect(withoutCounts(JSON.parse(had))).toBe(withoutCounts(read))
        }
      }),
    )
  })

  it('is no news where only counts have moved, and tells them with the next news', () => {
    const sent = new Header()
    sent.take({ state: 'running', counts: { failed: 0 }, phases: [{ id: 'a', counts: { failed: 0 } }] })
    const moved = { counts: { failed: 1 }, phases: [{ id: 'a', counts: { failed: 1 } }] }
    expect(sent.take({ state: 'running', ...moved })).toBe(false)
    expect(sent.take({ state: 'paused', ...moved })).toBe(true)
    expect(JSON.parse(sent.patch)).toEqual({
      state: ['paused'],
      counts: { failed: [1] },
      phases: { 0: { counts: { failed: [1] } } },
    })
  })
})

/** As JSON with sorted members, without what readers count for themselves. */
function withoutCounts(read: object): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).filter(([name]) => name !== 'counts' && name !== 'lastSeq')
    return Object.fromEntries(
      members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]),
    )
  }
  return JSON.stringify(sorted(read))
}
