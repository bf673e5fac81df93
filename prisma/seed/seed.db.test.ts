import { describe, expect, it } from 'vitest'
import { loadClusters } from '@/lib/clusters/load'
import { listOperations } from '@/lib/operations/queries'
import { preparePlan } from '@/lib/plans/prepare-plan'
import { listPolicies } from '@/lib/policies/queries'
import { planInput } from '@/lib/rollouts/schemas'
import { testDatabase, testServices } from '@/lib/testing/database'
import { sampleFleet } from './fleet'
import { seedSample } from './seed-sample'

const database = testDatabase()
const services = testServices(database)

describe('the sample', () => {
  it('fills an empty database, once', async () => {
    expect(await seedSample(services)).toEqual({ clusters: 240, operations: 4, policies: 5 })
    expect(await seedSample(services)).toBeNull()
    expect((await listOperations(database.sql)).map(({ driver }) => driver)).toEqual(
      Array(4).fill('simulator'),
    )
  })

  it('is a fleet of three clouds, all tiers, and kinds that every operation finds', async () => {
    const fleet = await loadClusters(database.sql, null)
    const values = (key: 'provider' | 'tier' | 'kind') => [...new Set(fleet.map((one) => one[key]))].sort()
    expect(fleet).toHaveLength(240)
    expect(values('provider')).toEqual(['aws', 'azure', 'gcp'])
    expect(values('tier')).toEqual(['enterprise', 'internal', 'premium', 'standard'])
    expect(values('kind')).toEqual(['app', 'connect', 'kafka', 'ksqldb', 'kubernetes', 'postgres'])
    expect(sampleFleet()).toEqual(sampleFleet())
  })

  it('plans every operation with every policy, without a blocker, and no phase of Kafka is empty', async () => {
    const params: Record<string, object> = { 'config-change': { key: 'log.retention.hours', value: '72' } }
    for (const operation of await listOperations(database.sql)) {
      for (const policy of await listPolicies(database.sql)) {
        const input = planInput.parse({
          operation: operation.name,
          policy: policy.name,
          params: params[operation.name] ?? {},
        })
        const { plan } = await preparePlan(database.sql, input, new Date())
        expect(plan.blockers, `${operation.name} ${policy.name}`).toEqual([])
        expect(plan.counts.planned).toBeGreaterThan(5)
        if (operation.name !== 'sample-kafka-upgrade') continue
        for (const phase of plan.phases)
          expect(phase.targets.length, `${policy.name}/${phase.id}`).toBeGreaterThan(3)
      }
    }
  })
})
