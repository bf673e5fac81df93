import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { versionText } from '@/lib/testing/arbitraries/cluster'
import { type AmountUse, describeAmount, type Limit, parseAmount, resolveAmount } from './amount'
import { canonicalJson } from './canonical-json'
import { durationMsMax, formatDuration, parseDuration } from './duration'
import { hashJson, hashText } from './hash'
import { clusterNameProblem, documentNameProblem, labelKeyProblem } from './names'
import { positionAt } from './position'
import { createRandom } from './random'
import { safeRecord } from './safe-record'
import { suggest } from './suggest'
import { compareText, isStorableText, sortByText } from './text-order'
import { compareVersions, versionSortKey } from './version'

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['0s', 0],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms })
  })

  it.each(['', '5', 's', '1.5h', '-1s', '1 h', '1w', '1H', '400d', '9'.repeat(60), '1h30'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text).ok).toBe(false)
    },
  )

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: durationMsMax }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toEqual({ ok: true, value: ms })
      }),
    )
  })
})

describe('amounts', () => {
  const cases: [limit: Limit, base: number, use: AmountUse, resolved: number][] = [
    ['10%', 7, 'budget', 0],
    ['10%', 7, 'concurrency', 1],
    ['10%', 7, 'take', 1],
    ['10%', 7, 'step', 1],
    ['7%', 100, 'take', 7],
    ['29%', 100, 'budget', 29],
    ['0.1%', 1_000, 'take', 1],
    ['0.1%', 1_001, 'take', 2],
    ['33.3333%', 3, 'budget', 0],
    ['100%', 3, 'budget', 3],
    [5, 3, 'take', 3],
    [5, 3, 'budget', 5],
    [5, 3, 'concurrency', 5],
    [[5, '10%'], 20, 'concurrency', 2],
    [[5, '10%'], 200, 'concurrency', 5],
    ['50%', 0, 'concurrency', 1],
    ['50%', 0, 'take', 0],
  ]
  it.each(cases)('%j of %i as %s is %i', (limit, base, use, resolved) => {
    expect(resolveAmount(limit, base, use)).toBe(resolved)
  })

  it('say in words what they come to', () => {
    expect(describeAmount('10%', 7)).toBe('10% of 7 = 0')
    expect(describeAmount('20%', 3, 'concurrency')).toBe('20% of 3 = 0, at least 1')
    expect(describeAmount('10%', 7, 'take')).toBe('10% of 7 = 1')
    expect(describeAmount(5, 7)).toBe('5')
    expect(describeAmount([10, '10%'], 240, 'concurrency')).toBe('the smaller of 10 and 10% (of 240) = 10')
  })

  it.each([-1, 1.5, Number.NaN, '101%', '-5%', '5', 'x%', '', null, true, '1e2%', '5 %'])(
    '%j is refused',
    (value) => {
      expect(parseAmount(value).ok).toBe(false)
    },
  )

  it('a share rounds to within one of the exact number, down for budgets and up for samples', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100_000 }), (percent, base) => {
        const exactTimes100 = percent * base
        expect(resolveAmount(`${percent}%`, base, 'budget')).toBe(Math.trunc(exactTimes100 / 100))
        expect(resolveAmount(`${percent}%`, base, 'take')).toBe(Math.trunc((exactTimes100 + 99) / 100))
      }),
    )
  })
})

describe('versions', () => {
  it.each([
    ['3.9', '3.10'],
    ['3.9.1', '3.10.0'],
    ['9', '10'],
    ['4.0.0-rc.1', '4.0.0'],
    ['4.0.0-rc.2', '4.0.0-rc.10'],
    ['4.0.0-alpha', '4.0.0-beta'],
    ['4.0.0-1', '4.0.0-alpha'],
    ['4.0.0-alpha', '4.0.0-alpha.1'],
    ['18beta1', '18'],
    ['18beta2', '18beta10'],
    ['1.27.4+k3s1', '1.27.4+k3s2'],
    ['1.27.4', '1.27.4+k3s1'],
    ['3.9.9', 'v3.10'],
    ['latest', '0.0.1'],
    ['', '0'],
    ['3.9.1-rc.1', '3.9.1'],
    ['3.9', '3.9.1-rc.1'],
    ['1.99999999999999999999999999999998', '1.99999999999999999999999999999999'],
    ['1.9', `1.${'9'.repeat(150)}`],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
  })

  it.each([
    ['3.9', '3.9.0'],
    ['v3.9', '3.9'],
    ['3.09', '3.9'],
    [' 3.9 ', '3.9'],
  ])('%s is the same as %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(0)
  })

  it('are in a total order, whatever the text, and their keys are printable ASCII', () => {
    fc.assert(
      fc.property(versionText, versionText, versionText, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)))
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        expect(versionSortKey(a)).toMatch(/^[ -~]*$/)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('texts', () => {
  it('are in the order of their UTF-8 bytes, as Postgres has it', () => {
    const bytes = (text: string) => Buffer.from(text, 'utf8')
    const text = fc.string({ unit: 'binary', maxLength: 6 }).filter(isStorableText)
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)))
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect(sortByText(texts, (one) => one)).toEqual([...texts].sort(compareText))
      }),
    )
  })

  it('with NUL or half a surrogate pair cannot be stored', () => {
    expect(['a', '😀', 'a\0b', '\ud83d', '\ude00x'].map(isStorableText)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('hashes', () => {
  it('are SHA-256', () => {
    expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('of values do not depend on the order of keys, nor on what is undefined', () => {
    expect(hashJson({ a: 1, b: [{ d: 1, c: 2 }] })).toBe(
      hashJson({ b: [{ c: 2, d: 1 }], a: 1, e: undefined }),
    )
    expect(hashJson([1, 2])).not.toBe(hashJson([2, 1]))
    expect(canonicalJson(JSON.parse('{"__proto__": 1, "a": null}'))).toBe('{"__proto__":1,"a":null}')
    expect(() => canonicalJson(Number.NaN)).toThrow()
  })
})

describe('seeded randomness', () => {
  it('is the same for the same seed and another for another', () => {
    const draw = (seed: string) => Array.from({ length: 20 }, createRandom(seed).next)
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
  })

  it('shuffles without losing anything, every place as likely as another', () => {
    const counts = [0, 0, 0, 0, 0]
    for (let i = 0; i < 5_000; i += 1) {
      const shuffled = createRandom(`seed-${i}`).shuffle([0, 1, 2, 3, 4])
      expect([...shuffled].sort()).toEqual([0, 1, 2, 3, 4])
      counts[shuffled.indexOf(0)] = (counts[shuffled.indexOf(0)] as number) + 1
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })
})

describe('names', () => {
  it.each(['kafka-upgrade', 'a', 'a.b_c-1'])('%s names a document', (name) => {
    expect(documentNameProblem(name)).toBeUndefined()
  })
  it.each(['', 'A', '-a', 'a b', 'x@1', '__proto__', 'constructor', 'a/b', 'x'.repeat(10_000)])(
    '%j does not',
    (name) => {
      const problem = documentNameProblem(name)
      expect(problem).toBeDefined()
      expect(problem?.length).toBeLessThan(250)
    },
  )
  it('clusters and labels have theirs', () => {
    expect([clusterNameProblem('Kafka-1.eu:9092'), labelKeyProblem('app.kubernetes.io/name')]).toEqual([
      undefined,
      undefined,
    ])
    expect(clusterNameProblem('a/b')).toBeDefined()
    expect(labelKeyProblem('__proto__')).toBeDefined()
    expect(labelKeyProblem('prototype')).toMatch(/reserved/)
  })
})

it('a record takes any key', () => {
  const record = safeRecord([
    ['__proto__', 1],
    ['constructor', 2],
  ])
  expect(Object.entries(record)).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ])
})

it('a suggestion is near, or there is none', () => {
  expect(suggest('maxInFlihgt', ['maxInFlight', 'soak'])).toBe('maxInFlight')
  expect(suggest('colour', ['maxInFlight', 'soak'])).toBeUndefined()
  expect(suggest('x'.repeat(10_000), ['maxInFlight'])).toBeUndefined()
  expect(suggest('ab', ['cd'])).toBeUndefined()
})

it('a position counts lines and columns from 1', () => {
  expect(
    [0, 1, 2, 3, 99].map((offset) => positionAt('a\nbc', offset)).map(({ line, column }) => [line, column]),
  ).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
    [2, 3],
  ])
})
