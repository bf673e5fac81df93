import { beforeAll, describe, expect, it } from 'vitest'
import { deleteCluster } from '@/lib/clusters/delete-cluster'
import { getCluster } from '@/lib/clusters/queries'
import { upsertClusters } from '@/lib/clusters/upsert-clusters'
import { testDatabase, testServices } from '@/lib/testing/database'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { listClusterHistory } from './cluster-history'
import { listInFlight } from './list-in-flight'
import { readRoster, rosterTag } from './read-roster'
import { decodeRoster } from './roster'

const database = testDatabase()
const services = testServices(database)
let ada: TestPerson
const cluster = (name: string, version = '3.9.1') => ({
  name,
  kind: 'kafka',
  provider: 'aws',
  region: 'eu-west-1',
  version,
})

beforeAll(async () => {
  ada = await addPerson(services, 'ada', 'admin')
  await upsertClusters(services, ada.actor, { clusters: [cluster('b'), cluster('a'), cluster('B')] })
})

describe('the roster', () => {
  it('holds the whole fleet, by name', async () => {
    const rows = decodeRoster(await readRoster(database.sql))
    expect(rows.map(({ name }) => name)).toEqual(['B', 'a', 'b'])
    expect(rows[1]).toMatchObject({ kind: 'kafka', provider: 'aws', version: '3.9.1', weight: 1, labels: {} })
  })

  it('has another tag after every change, and the same without one', async () => {
    const tags = [await rosterTag(database.sql)]
    const note = async () => tags.push(await rosterTag(database.sql))
    await note()
    await upsertClusters(services, ada.actor, { clusters: [cluster('c')] })
    await note()
    await upsertClusters(services, ada.actor, { clusters: [cluster('c', '4.0.0')] })
    await note()
    await deleteCluster(services, ada.actor, { name: 'a' })
    await note()
    expect(tags[1]).toBe(tags[0])
    expect(new Set(tags.slice(1)).size).toBe(4)
  })
})

describe('what is in flight', () => {
  it('names each cluster that a rollout is at work on, and the rollout', async () => {
    expect(await listInFlight(database.sql)).toEqual([])
    await database.sql.query(
      `INSERT INTO lease (cluster_id, rollout_id, target_id) SELECT id, 7, 1 FROM cluster WHERE name = 'b'`,
    )
    expect(await listInFlight(database.sql)).toEqual([{ cluster: 'b', rollout: '7' }])
  })
})

describe('the history of a cluster', () => {
  it('is empty for one that nothing was done to', async () => {
    const { id } = await getCluster(database.sql, 'b')
    expect(await listClusterHistory(database.sql, id)).toEqual([])
  })
})
