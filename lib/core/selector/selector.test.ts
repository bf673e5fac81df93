import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterFacts } from '@/lib/testing/arbitraries/cluster'
import { selector } from '@/lib/testing/arbitraries/selector'
import { always, and, compare, field, label, not, or, type Selector, version } from './ast'
import { evaluateSelector } from './evaluate'
import { fromForm, toForm } from './form'
import { selectorLimits } from './limits'
import { parseSelector } from './parse'
import { printSelector } from './print'
import { createRoster } from './roster'

function parsed(source: string): Selector {
  const result = parseSelector(source)
  if (!result.ok) throw new Error(`${source}: ${result.error.message}`)
  return result.value
}

const cluster = {
  name: 'kafka-azure-1',
  kind: 'kafka',
  provider: 'azure',
  region: 'westeurope',
  environment: 'prod',
  tier: '',
  version: '3.9.1' as string | null,
  weight: 12,
  labels: { ring: 'canary', 'failure-domain': 'a' } as Record<string, string>,
  connection: {},
  nodes: null,
}

describe('a selector holds for a cluster', () => {
  const cases: [text: string, holds: boolean][] = [
    ['true', true],
    ['false', false],
    ['cluster.provider == "azure"', true],
    ['"azure" == cluster.provider', true],
    ['cluster.provider != "azure"', false],
    ['cluster.provider in ["aws", "azure"]', true],
    ['cluster.provider in []', false],
    ['cluster.labels.ring == "canary"', true],
    ['cluster.labels["failure-domain"] == "a"', true],
    ['cluster.labels.absent == "x"', false],
    ['cluster.labels.absent != "x"', true],
    ['cluster.labels.absent == null', true],
    ['cluster.labels.absent < "x"', false],
    ['!(cluster.labels.absent < "x")', true],
    ['cluster.labels.absent in ["x"]', false],
    ['cluster.labels.absent.startsWith("")', false],
    ['cluster.labels.constructor == null', true],
    ['has(cluster.labels.ring)', true],
    ['has(cluster.labels.absent)', false],
    ['"failure-domain" in cluster.labels', true],
    ['has(cluster.tier)', false],
    ['has(cluster.version)', true],
    ['cluster.weight > 11', true],
    ['12 <= cluster.weight', true],
    ['cluster.weight in [1, 12]', true],
    ['cluster.name.startsWith("kafka-")', true],
    ['cluster.name.endsWith("-1")', true],
    ['cluster.name.contains("azur")', true],
    ['version(cluster.version) < version("3.10")', true],
    ['version("3.10") > version(cluster.version)', true],
    ['version(cluster.version) == version("v3.9.1.0")', true],
    ['version(cluster.version) < version("3.9.1-rc.1")', false],
    ['cluster.provider == "aws" || cluster.provider == "azure" && cluster.weight > 100', false],
    ['(cluster.provider == "aws" || cluster.provider == "azure") && cluster.weight > 10', true],
  ]
  it.each(cases)('%s → %s', (text, holds) => {
    expect(evaluateSelector(parsed(text), cluster)).toBe(holds)
  })

  it('an unknown version equals nothing, differs from everything and is not older than anything', () => {
    const unknown = { ...cluster, version: null }
    expect(evaluateSelector(version('==', '1'), unknown)).toBe(false)
    expect(evaluateSelector(version('!=', '1'), unknown)).toBe(true)
    expect(evaluateSelector(version('<', '1'), unknown)).toBe(false)
    expect(evaluateSelector(parsed('cluster.version == null'), unknown)).toBe(true)
    expect(evaluateSelector(parsed('has(cluster.version)'), unknown)).toBe(false)
  })
})

describe('what is not a selector is refused with its place', () => {
  const cases: [
    text: string,
    message: RegExp,
    suggestion: string | undefined,
    line: number,
    column: number,
  ][] = [
    ['', /empty/, 'true', 1, 1],
    ['clutser.teir == "x"', /unknown field clutser\.teir/, 'cluster.tier', 1, 1],
    ['tier == "x"', /unknown field tier/, 'cluster.tier', 1, 1],
    ['true &&\n  cluster.regoin == "x"', /unknown field cluster\.regoin/, 'cluster.region', 2, 3],
    ['cluster.team == "x"', /free labels/, 'cluster.labels.team', 1, 1],
    ['cluster.region = "x"', /unexpected "="/, '==', 1, 16],
    ['cluster.region == "x" and true', /unexpected "and"/, '&&', 1, 23],
    ['not true', /unexpected "not"/, '!', 1, 1],
    ['cluster.region ==', /ends too early/, undefined, 1, 18],
    ['cluster.region == "x', /unterminated/, undefined, 1, 19],
    [
      'cluster.version < "3.10"',
      /compare versions as versions/,
      'version(cluster.version) < version("3.10")',
      1,
      1,
    ],
    [
      'version(cluster.version) < "3.10"',
      /compared with a version/,
      'version(cluster.version) < version("3.10")',
      1,
      1,
    ],
    ['cluster.weight == "5"', /is a number/, '5', 1, 19],
    ['cluster.labels.n == 5', /is a text/, '"5"', 1, 21],
    ['cluster.region == null', /never null/, '!has(cluster.region)', 1, 1],
    ['cluster.name.matches("(a+)+$")', /regular expressions/, undefined, 1, 1],
    ['cluster.nodes.exists(n, true)', /unknown function exists/, undefined, 1, 1],
    ['cluster.connection.url == "x"', /cannot be used/, undefined, 1, 1],
    ['size(cluster.name) > 3', /unknown function size/, undefined, 1, 1],
    ['cluster.name + "x" == "y"', /only facts of the cluster and values/, undefined, 1, 1],
    ['cluster.region == cluster.labels.region', /compares two facts/, undefined, 1, 1],
    ['1 == 1', /compares two values/, undefined, 1, 1],
    ['true ? true : false', /a choice/, undefined, 1, 1],
    ['cluster.region == "\\u0000"', /characters that no fact can have/, undefined, 1, 19],
    ['cluster.region in ["a", null]', /cannot hold null/, 'cluster.region == null', 1, 25],
  ]
  it.each(cases)('%j', (text, message, suggestion, line, column) => {
    const result = parseSelector(text)
    if (result.ok) throw new Error(`accepted as ${printSelector(result.value)}`)
    expect(result.error.message).toMatch(message)
    expect(result.error).toMatchObject({ line, column })
    expect(result.error.suggestion).toBe(suggestion)
  })

  it('whatever the size, without falling over', () => {
    for (const text of [
      '!'.repeat(50_000),
      `${'('.repeat(5_000)}true`,
      `${'true && '.repeat(20_000)}true`,
      'x'.repeat(1_000_000),
    ]) {
      expect(parseSelector(text).ok).toBe(false)
    }
  })

  it('but pasting thousands of names is accepted', () => {
    const names = Array.from({ length: selectorLimits.listLengthMax - 1 }, (_, i) => `"cluster-${i}"`)
    expect(parseSelector(`cluster.name in [${names.join(', ')}]`).ok).toBe(true)
  })

  it('any garbage at all, without throwing', () => {
    const tokens = fc.constantFrom(
      'cluster',
      '.',
      'region',
      'labels',
      '["x"]',
      '==',
      '!=',
      '<',
      'in',
      '[',
      ']',
      '(',
      ')',
      '!',
      '&&',
      '||',
      '"a"',
      '1',
      '-',
      'null',
      'true',
      'has(',
      'version(',
      '.startsWith(',
      ',',
      '?',
      ':',
      '{',
      '}',
      '\\',
      "'",
    )
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 20 }), (parts) => {
        const result = parseSelector(parts.join(' '))
        if (result.ok) expect(parsed(printSelector(result.value))).toEqual(result.value)
        else expect(result.error.line).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a roster', () => {
  it('answers as asking each cluster does, also when it is asked again', () => {
    fc.assert(
      fc.property(
        fc.array(clusterFacts, { maxLength: 30 }),
        fc.array(selector, { maxLength: 4 }),
        (fleet, selectors) => {
          const roster = createRoster(fleet)
          for (const tree of [...selectors, ...selectors]) {
            const answers = fleet.map((facts) => (evaluateSelector(tree, facts) ? 1 : 0))
            expect([...roster.mask(tree)]).toEqual(answers)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('text, tree and form convert without loss', () => {
  it('parse after print is the same tree, and print after that the same text', () => {
    fc.assert(
      fc.property(selector, (tree) => {
        const text = printSelector(tree)
        expect(parsed(text)).toEqual(tree)
        expect(printSelector(parsed(text))).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })

  it('form after tree and back is the same tree', () => {
    fc.assert(
      fc.property(selector, (tree) => {
        expect(fromForm(toForm(tree))).toEqual(tree)
      }),
      { numRuns: 2_000 },
    )
  })

  it('a form survives being stored as JSON', () => {
    fc.assert(
      fc.property(selector, (tree) => {
        expect(fromForm(JSON.parse(JSON.stringify(toForm(tree))))).toEqual(tree)
      }),
    )
  })

  it('turning a selector round turns every answer round', () => {
    fc.assert(
      fc.property(selector, clusterFacts, (tree, facts) => {
        expect(evaluateSelector(not(tree), facts)).toBe(!evaluateSelector(tree, facts))
      }),
    )
  })

  it('an empty group of all is every cluster, an empty group of any is none', () => {
    expect(fromForm({ kind: 'group', match: 'all', not: false, items: [] })).toEqual(always(true))
    expect(fromForm({ kind: 'group', match: 'any', not: false, items: [] })).toEqual(always(false))
  })

  it('brackets that change nothing leave no trace', () => {
    const a = compare(field('region'), '==', 'a')
    const b = compare(label('ring'), '!=', 'b')
    expect(parsed('(cluster.region == "a") && ((cluster.labels.ring != "b") && true)')).toEqual(
      and([a, b, always(true)]),
    )
    expect(or([a, or([b, a])])).toEqual(or([a, b, a]))
  })
})
