import { describe, expect, it } from 'vitest'
import { operation } from '@/lib/testing/plan/make'
import { driftOf } from './drift'
import type { PlannedFacts } from './model'

const planned: PlannedFacts = {
  kind: 'kafka',
  provider: 'aws',
  region: 'eu',
  environment: 'prod',
  tier: 'internal',
  version: '3.9.0',
  weight: 1,
  labels: { ring: 'canary', team: 'data' },
}
const plain = operation()

describe('drift since the plan', () => {
  it('is nothing when nothing was relabelled, whatever the version and weight are by now', () => {
    expect(driftOf(planned, { ...planned, version: '4.0.0', weight: 9 }, plain)).toEqual([])
  })

  it('names each fact and label with what it was and is, also one that is new or gone', () => {
    const now = { ...planned, tier: 'customer', labels: { ring: 'broad', stage: '2' } }
    expect(driftOf(planned, now, plain)).toEqual([
      { fact: 'tier', from: 'internal', to: 'customer' },
      { fact: 'labels.ring', from: 'canary', to: 'broad' },
      { fact: 'labels.stage', from: null, to: '2' },
      { fact: 'labels.team', from: 'data', to: null },
    ])
  })

  it('is not what the operation itself sets', () => {
    const sets = operation('  sets: { tier: customer, labels: { ring: broad } }\n')
    const now = { ...planned, tier: 'customer', labels: { ...planned.labels, ring: 'broad' } }
    expect(driftOf(planned, now, sets)).toEqual([])
  })

  it('takes names that objects have by themselves for labels like any other', () => {
    const now = { ...planned, labels: { ...planned.labels, constructor: 'x' } }
    expect(driftOf(planned, now, plain)).toEqual([{ fact: 'labels.constructor', from: null, to: 'x' }])
  })
})
