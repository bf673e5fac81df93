import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '@/lib/core/shared/canonical-json'
import type { Json } from '@/lib/core/shared/json'
import { type Delta, deltaOf, withDelta } from './delta'

/** Values of few names and few atoms, so that two of them have much in common. */
const related = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, 0, 1, '', 'a', '#'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('id', 'kind', '0', '#', '__proto__', 'constructor'), tie('value')),
  ),
})).value
/** As it comes over the wire: no -0, and objects as `JSON.parse` makes them. */
const value = fc.oneof(related, fc.jsonValue()).map((one) => JSON.parse(JSON.stringify(one)) as Json)
const values = fc.array(value, { minLength: 1, maxLength: 8 })

describe('what is sent of a value that has changed', () => {
  it('makes, over the wire and one after the other, any value into any next one', () => {
    fc.assert(
      fc.property(values, (all) => {
        let has: Json | undefined = null
        let had: Json = null
        for (const value of all) {
          const delta = deltaOf(had, value)
          if (delta !== null) has = withDelta(has, JSON.parse(JSON.stringify(delta)) as Delta)
          expect(canonicalJson(has)).toBe(canonicalJson(value))
          had = value
        }
      }),
    )
  })

  it('is nothing for a value that is the same', () => {
    fc.assert(
      fc.property(value, (value) => {
        expect(deltaOf(value, JSON.parse(JSON.stringify(value)))).toBeNull()
      }),
    )
  })

  it('is only the words that differ, however deep they stand', () => {
    const wait = (n: number) => ({ kind: 'slot', phase: 'aws', message: `${n} clusters wait.`, since: null })
    const before = { title: 'Kafka', waitingFor: [wait(9)], gone: 1 }
    const after = { title: 'Kafka', waitingFor: [wait(8)] }
    expect(deltaOf(before, after)).toEqual({
      waitingFor: { 0: { message: ['8 clusters wait.'] } },
      gone: [],
    })
  })

  it('knows a thing of a list again when others have come and gone around it', () => {
    const wait = (phase: string, targets: number) => ({ kind: 'slot', phase, targets })
    const delta = deltaOf(
      [wait('internal', 3), wait('azure', 7), wait('aws', 9)],
      [wait('aws', 8), wait('gcp', 4), wait('internal', 3)],
    )
    expect(delta).toEqual({ '#': [[2, -1, 0]], 0: { targets: [8] }, 1: [wait('gcp', 4)] })
  })

  it('leaves what has not changed as it is', () => {
    const before = { phases: [{ id: 'a' }, { id: 'b' }], state: 'running' }
    const next = withDelta(before, { phases: { 1: { id: ['c'] } } }) as typeof before
    expect(next.phases[0]).toBe(before.phases[0])
    expect(before.phases[1]).toEqual({ id: 'b' })
  })

  it('is refused by a value for which it was not made', () => {
    expect(() => withDelta('paused', { state: ['running'] })).toThrow(RangeError)
    expect(() => withDelta({ phases: null }, { phases: { 0: { state: ['open'] } } })).toThrow(RangeError)
    expect(() => withDelta([1], { 0: [] })).toThrow(RangeError)
    expect(() => withDelta([1], { 4: ['far'] })).toThrow(RangeError)
    expect(() => withDelta([1], { '#': [[0, 1]] })).toThrow(RangeError)
    expect(() => withDelta([1], { '#': ['0'] })).toThrow(RangeError)
  })
})
