import { describe, expect, it } from 'vitest'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { cluster as usualCluster } from '@/lib/testing/plan/make'
import { vocabularyOf } from './vocabulary'

const blank = { region: '', environment: '', tier: '', version: null }
const cluster = (name: string, facts: Partial<ClusterFacts>) => usualCluster(name, { ...blank, ...facts })

describe('the vocabulary of a fleet', () => {
  it('has the values of each field and label, most used first, then by name with numbers as numbers', () => {
    const { values, subjects } = vocabularyOf([
      cluster('a', { version: '3.10', labels: { ring: '2' } }),
      cluster('b', { version: '3.9', labels: { ring: '2' } }),
      cluster('c', { version: '3.10', labels: { ring: '1' } }),
      cluster('d', { version: '3.8' }),
      cluster('e', { version: null }),
    ])
    expect(values.get('version')).toEqual(['3.10', '3.8', '3.9'])
    expect(values.get('labels.ring')).toEqual(['2', '1'])
    expect(values.has('region')).toBe(false)
    expect(subjects).toContainEqual({ kind: 'label', key: 'ring' })
  })

  it('lists the most used 200 of more values, the rest is typed', () => {
    const names = Array.from({ length: 300 }, (_, n) => `c${n}`)
    const fleet = [...names.map((name) => cluster(name, { tier: name })), cluster('again', { tier: 'c299' })]
    const tiers = vocabularyOf(fleet).values.get('tier')
    expect(tiers).toHaveLength(200)
    expect(tiers?.slice(0, 2)).toEqual(['c299', 'c0'])
  })
})
