import { describe, expect, it } from 'vitest'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { detectFormat, importExample } from './import-format'
import { sortClusters } from './sort'
import { versionSkew } from './version-skew'

const cluster = (name: string, facts: Partial<ClusterFacts> = {}): ClusterFacts => ({
  name,
  kind: 'kafka',
  provider: 'aws',
  region: 'eu',
  environment: 'production',
  tier: 'customer',
  version: '3.9.0',
  weight: 1,
  labels: {},
  connection: {},
  nodes: null,
  ...facts,
})

describe('sorting', () => {
  const rows = [
    cluster('a', { version: '3.10.0', weight: 2 }),
    cluster('b', { version: '3.9.0', weight: 10 }),
    cluster('c', { version: null, weight: 2 }),
  ]
  it.each([
    ['version', false, 'cba'],
    ['version', true, 'abc'],
    ['weight', false, 'acb'],
    ['name', true, 'cba'],
    ['kind', false, 'abc'],
  ] as const)('by %s (descending: %s) gives %s', (key, descending, order) => {
    expect(
      sortClusters(rows, { key, descending })
        .map(({ name }) => name)
        .join(''),
    ).toBe(order)
  })
})

describe('version skew', () => {
  it('counts by kind, largest first, newest version first, unknown last', () => {
    const rows = [
      cluster('a', { version: null }),
      cluster('b', { version: '3.9.0' }),
      cluster('c', { version: '3.10.0' }),
      cluster('d', { version: '3.9.0' }),
      cluster('e', { kind: 'connect' }),
    ]
    expect(versionSkew(rows)).toEqual([
      {
        kind: 'kafka',
        total: 4,
        versions: [
          { version: '3.10.0', count: 1 },
          { version: '3.9.0', count: 2 },
          { version: null, count: 1 },
        ],
      },
      { kind: 'connect', total: 1, versions: [{ version: '3.9.0', count: 1 }] },
    ])
  })
})

describe('the form of an import', () => {
  it.each([
    ['[{"name":"a"}]', 'json'],
    ['{"name":"a"}', 'json'],
    ['{"name":"a"}\n{"name":"b"}\n', 'ndjson'],
    ['{\n  "name": "a"\n}', 'json'],
    ['name,kind\na,kafka', 'csv'],
    ['', 'csv'],
  ])('of %j is %s', (text, format) => {
    expect(detectFormat(text)).toBe(format)
  })

  it('is plain for the example, which is valid', () => {
    expect(detectFormat(importExample)).toBe('ndjson')
    expect(importExample.split('\n').map((line) => JSON.parse(line).name)).toHaveLength(3)
  })
})
