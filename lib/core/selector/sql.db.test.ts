import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { versionSortKey } from '@/lib/core/shared/version'
import { clusterFacts } from '@/lib/testing/arbitraries/cluster'
import { selector } from '@/lib/testing/arbitraries/selector'
import { testDatabase } from '@/lib/testing/database'
import { evaluateSelector } from './evaluate'
import { printSelector } from './print'
import { selectorToSql } from './sql'

const database = testDatabase()

const fleets = fc.array(clusterFacts, { minLength: 1, maxLength: 40 })

describe('the condition in SQL and the function in JavaScript', () => {
  it('choose the same clusters, whatever the selector and the fleet', async () => {
    const client = await database.pool.connect()
    let chosen = 0
    let asked = 0
    try {
      await client.query('create temp table fleet (like cluster including defaults)')
      await fc.assert(
        fc.asyncProperty(
          fleets,
          fc.array(selector, { minLength: 5, maxLength: 25 }),
          async (fleet, selectors) => {
            await client.query('truncate fleet')
            await client.query(
              `insert into fleet (id, name, kind, provider, region, environment, tier, version, version_sort, weight, labels, updated_at)
             select * from jsonb_to_recordset($1::jsonb) as row (id int, name text, kind text, provider text, region text,
               environment text, tier text, version text, version_sort text, weight int, labels jsonb, updated_at timestamptz)`,
              [
                JSON.stringify(
                  fleet.map((cluster, id) => ({
                    ...cluster,
                    id,
                    version_sort: cluster.version === null ? null : versionSortKey(cluster.version),
                    updated_at: '2026-01-01T00:00:00Z',
                  })),
                ),
              ],
            )
            for (const tree of selectors) {
              const inMemory = fleet.flatMap((cluster, id) => (evaluateSelector(tree, cluster) ? [id] : []))
              const condition = selectorToSql(tree, { alias: 'c', firstParam: 2 })
              const { rows } = await client.query(
                `select coalesce(array_agg(c.id order by c.id), '{}') as ids
               from fleet c where (${condition.text}) and $1::int = 1`,
                [1, ...condition.values],
              )
              expect({ selector: printSelector(tree), ids: rows[0].ids }).toEqual({
                selector: printSelector(tree),
                ids: inMemory,
              })
              const negated = await client.query(
                `select count(*)::int as rest from fleet c where not (${condition.text}) and $1::int = 1`,
                [1, ...condition.values],
              )
              expect(negated.rows[0].rest).toBe(fleet.length - inMemory.length)
              chosen += inMemory.length
              asked += fleet.length
            }
          },
        ),
        { numRuns: 150 },
      )
      expect(chosen / asked).toBeGreaterThan(0.1)
      expect(chosen / asked).toBeLessThan(0.9)
    } finally {
      client.release()
    }
  })

  it('order versions alike', async () => {
    const versions = [
      'latest',
      '3.9-rc.2',
      '3.9-rc.10',
      '3.9',
      '3.9.0+a',
      '3.9.1',
      '3.10',
      '4.0.0-rc1',
      '4',
      '10',
    ]
    const { rows } = await database.pool.query<{ version: string }>(
      `select version from unnest($1::text[], $2::text[]) as v (version, key) order by key collate "C"`,
      [[...versions].reverse(), [...versions].reverse().map(versionSortKey)],
    )
    expect(rows.map((row) => row.version)).toEqual(versions)
  })

  it('compare a label by containment, which the index on labels serves', () => {
    const { text, values } = selectorToSql(
      { kind: 'compare', subject: { kind: 'label', key: 'ring' }, op: '==', value: 'canary' },
      { alias: 'c', firstParam: 1 },
    )
    expect(text).toContain('@>')
    expect(values).toEqual(['{"ring":"canary"}'])
  })
})
