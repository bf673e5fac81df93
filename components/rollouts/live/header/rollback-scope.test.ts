import { expect, it } from 'vitest'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import { cluster } from '@/lib/testing/plan/make'
import { fitsByName, scopeBody, selectOf } from './rollback-scope'

it('asks the preview for exactly the clusters that the call names, whatever their names hold', () => {
  const clusters = ['a-1', 'quote"d', 'back\\slash', 'über ß']
  const scope = { kind: 'clusters', clusters } as const
  const parsed = parseSelector(selectOf(scope) ?? '')
  if (!parsed.ok) throw new Error(parsed.error.message)
  const matches = compileSelector(parsed.value)
  expect([...clusters, 'a-2'].filter((name) => matches(cluster(name)))).toEqual(clusters)
  expect(scopeBody(scope)).toEqual({ clusters })
})

it('of everything names nothing, and a list too long for an address is known before it is sent', () => {
  expect(selectOf({ kind: 'whole' })).toBeUndefined()
  expect(scopeBody({ kind: 'whole' })).toEqual({})
  const long = (count: number) => Array.from({ length: count }, (_, i) => `kafka-aws-eu-west-1-${i}`)
  expect([fitsByName(long(200)), fitsByName(long(1_000))]).toEqual([true, false])
})
