import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET } from '@/app/api/v1/rollouts/[id]/membership/route'
import { membershipSchema } from '@/lib/api/schemas/membership'
import { getTarget } from '@/lib/rollouts/get-target'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'

const database = testDatabase()
const services = testWebServices(database)
let scene: Scene
let token = ''
let rollout = ''

const sql = (text: string) => database.sql.query(text)
const add = (name: string, tier = 'internal') =>
  sql(`INSERT INTO cluster (name, kind, provider, region, environment, tier, version)
       VALUES ('${name}', 'kafka', 'aws', 'r1', 'prod', '${tier}', '3.9.0')`)
const membership = async () => {
  const { status, body } = await callRoute(GET, `/api/v1/rollouts/${rollout}/membership`, { token })
  expect(status).toBe(200)
  return membershipSchema.parse(body)
}

beforeAll(async () => {
  scene = await setScene(services())
  token = (await addPerson(services(), 'vera', 'viewer')).token
  await scene.addOperation('  apply: { driver: simulator }\n  sets: { labels: { done: "yes" } }\n')
  await scene.addPolicy('  phases: [{ id: all, select: "true" }]\n')
})
beforeEach(async () => {
  await sql('DELETE FROM cluster')
  for (const name of ['a', 'b', 'c']) await add(name)
  await add('d', 'customer')
  rollout = await scene.launch({ select: 'cluster.tier == "internal"', start: false })
})

describe('the members of a rollout', () => {
  it('are what they were while the fleet does not move, whatever the operation itself sets', async () => {
    await sql(`UPDATE cluster SET labels = '{"done": "yes"}', version = '4.0.0' WHERE name = 'a'`)
    expect(await membership()).toEqual({
      driftedCount: 0,
      drifted: [],
      goneCount: 0,
      gone: [],
      addedCount: 0,
      added: [],
      followUp: null,
    })
  })

  it('stay when they are relabelled, and are marked with what has changed', async () => {
    await sql(`UPDATE cluster SET tier = 'customer', labels = '{"ring": "broad"}' WHERE name = 'b'`)
    const changed = [
      { fact: 'tier', from: 'internal', to: 'customer' },
      { fact: 'labels.ring', from: null, to: 'broad' },
    ]
    expect(await membership()).toMatchObject({
      driftedCount: 1,
      drifted: [{ cluster: 'b', phase: 'all', changed }],
      addedCount: 0,
    })
    const target = await getTarget(services(), { rollout, cluster: 'b' })
    expect(target).toMatchObject({ state: 'pending', drift: changed })
  })

  it('are named when they are gone from the fleet', async () => {
    await sql(`DELETE FROM cluster WHERE name = 'c'`)
    expect(await membership()).toMatchObject({ goneCount: 1, gone: ['c'], driftedCount: 0 })
    expect((await getTarget(services(), { rollout, cluster: 'c' })).drift).toEqual([])
  })

  it('are not who came later: those are offered for a rollout that follows up, by name', async () => {
    await add('e')
    await add('f', 'customer')
    await sql(`UPDATE cluster SET tier = 'internal' WHERE name = 'd'`)
    expect(await membership()).toMatchObject({
      addedCount: 2,
      added: ['d', 'e'],
      followUp: { select: 'cluster.name in ["d", "e"]', count: 2 },
    })
  })

  it('keep out whom the launch left out by hand', async () => {
    rollout = await scene.launch({ select: 'true', exclude: 'cluster.name == "a"', start: false })
    await sql(`DELETE FROM cluster WHERE name = 'a'`)
    await add('a')
    await add('g')
    expect(await membership()).toMatchObject({ addedCount: 1, added: ['g'] })
  })

  it('may be so many more that a follow-up names only the first of them', async () => {
    await sql(`INSERT INTO cluster (name, kind, provider, region, environment, tier)
      SELECT 'later-' || lpad(i::text, 40, '0'), 'kafka', 'aws', 'r1', 'prod', 'internal' FROM generate_series(1, 500) i`)
    const { addedCount, added, followUp } = await membership()
    expect([addedCount, added.length]).toEqual([500, 100])
    expect(followUp?.count).toBeGreaterThan(150)
    expect(followUp?.count).toBeLessThan(500)
    expect(followUp?.select.length).toBeLessThan(10_000)
    await scene.launch({ select: followUp?.select ?? '', start: false })
  })
})
