import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintOf, normaliseMessage } from './fingerprint'
import { commonTraits, countFacts, type FactSet } from './traits'

const at = (message: string, cluster = 'kafka-7') =>
  fingerprintOf({ cluster, step: 'apply', reason: 'error', message })

describe('a fingerprint', () => {
  it.each([
    ['broker 4 did not return within 300 s', 'broker 11 did not return within 45.5 s'],
    ['connect 10.2.3.4:9092 refused', 'connect 172.16.0.9:9093 refused'],
    ['kafka-7: no leader for topic-12', 'kafka-7: no leader for topic-3'],
    ['at 2026-11-22T13:02:11.123Z the lease was lost', 'at 2026-01-02 03:04 the lease was lost'],
    [
      'request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 failed',
      'request 00000000-4f89-11d3-9a0c-0305e82c3399 failed',
    ],
    ['image deadbeef1234 not found', 'image 0badcafe99 not found'],
    ['  two\n words ', 'two words'],
  ])('is the same for “%s” and “%s”', (one, other) => {
    expect(at(one)).toBe(at(other))
  })

  it.each([
    ['the server answered HTTP 503', 'the server answered HTTP 401'],
    ['exit code 3', 'exit code 4'],
    ['cannot upgrade from 3.6.1', 'cannot upgrade from 3.7.0'],
    ['no leader', 'no controller'],
  ])('differs for “%s” and “%s”', (one, other) => {
    expect(at(one)).not.toBe(at(other))
  })

  it('differs by step and by reason, and not by the name of the cluster in its message', () => {
    const one = { cluster: 'a-1', step: 'apply', reason: 'error', message: 'a-1 is gone' }
    expect(fingerprintOf({ ...one, step: 'verify' })).not.toBe(fingerprintOf(one))
    expect(fingerprintOf({ ...one, reason: 'timed_out' })).not.toBe(fingerprintOf(one))
    expect(fingerprintOf({ ...one, cluster: 'b-2', message: 'b-2 is gone' })).toBe(fingerprintOf(one))
  })

  it('carries the version of its rules', () => {
    expect(at('x')).toMatch(/^f1-[0-9a-f]{12}$/)
  })

  it('takes any text: normalising twice changes nothing, and no text takes long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), fc.string(), (message, cluster) => {
        const once = normaliseMessage(message, cluster)
        expect(once.length).toBeLessThanOrEqual(300)
      }),
    )
    const began = performance.now()
    normaliseMessage('a1'.repeat(100_000), 'a')
    normaliseMessage('1.'.repeat(100_000), 'x')
    normaliseMessage('deadbeef'.repeat(20_000), 'x')
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

const facts = (version: string, region: string): FactSet => ({
  version,
  region,
  provider: region.split('-')[0] ?? '',
})
const many = (count: number, one: FactSet) => Array.from({ length: count }, () => one)
const populationOf = (all: readonly FactSet[]) => ({ size: all.length, counts: countFacts(all) })

describe('what failures have in common', () => {
  const old = [...many(24, facts('3.6.1', 'aws-1')), ...many(26, facts('3.6.1', 'gcp-1'))]
  const rest = [...many(450, facts('3.7.0', 'aws-1')), ...many(500, facts('3.7.0', 'gcp-1'))]
  const population = populationOf([...old, ...rest])

  it('is told with its share of the group and of those it is compared with', () => {
    const failed = [...old.slice(0, 46), ...rest.slice(0, 4)]
    const [trait, ...others] = commonTraits(failed, population)
    expect(trait).toMatchObject({ fact: 'version', value: '3.6.1', count: 46, share: 0.92, baseShare: 0.05 })
    expect(trait?.lift).toBeCloseTo(18.4)
    expect(others).toEqual([])
  })

  it('is nothing when failures fall as the fleet is', () => {
    const failed = [...old.slice(0, 2), ...rest.filter((_, n) => n % 20 === 0)]
    expect(commonTraits(failed, population)).toEqual([])
  })

  it('is nothing for one or two failures, whatever they are', () => {
    expect(commonTraits(old.slice(0, 2), population)).toEqual([])
    expect(commonTraits([], population)).toEqual([])
  })

  it('tells values that go together once', () => {
    const west = many(10, { region: 'west', zone: 'w1', tier: 'customer' })
    const east = many(90, { region: 'east', zone: 'e1', tier: 'customer' })
    const traits = commonTraits(west, populationOf([...west, ...east]))
    expect(traits.map(({ fact }) => fact)).toEqual(['region'])
  })

  it('is nothing when everything has failed', () => {
    expect(commonTraits(old, populationOf(old))).toEqual([])
  })
})
