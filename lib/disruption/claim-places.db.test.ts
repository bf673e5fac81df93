import { beforeAll, expect, it } from 'vitest'
import { sqlState } from '@/lib/server/sql'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { eventually } from '@/lib/testing/faults/eventually'
import { putBudget } from './put-budget'

const database = testDatabase()
const services = testServices(database)
let scene: Scene

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(2, { regions: ['r1'] })
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await scene.addPolicy('  phases: [{ select: "true" }]\n')
})

it('the last place of a budget is got by one of two who ask for it at the same moment', async () => {
  await putBudget(services, scene.admin.actor, { name: 'one', by: ['region'], max: 1 })
  const rollout = Number(await scene.launch())
  const clusters = await database.sql.query<{ id: number }>('SELECT id FROM cluster ORDER BY id')
  const [first, second] = [await database.pool.connect(), await database.pool.connect()]
  const claim = (client: typeof first, cluster: number | undefined) =>
    client.query(
      `SELECT claim_places($1, now(), ARRAY[$2]::int[], ARRAY[b.id], ARRAY['["r1"]'], ARRAY[1])
       FROM disruption_budget b WHERE b.name = 'one'`,
      [rollout, cluster],
    )
  try {
    await first.query('BEGIN')
    await claim(first, clusters[0]?.id)
    await second.query("SET application_name = 'second'")
    const asked = claim(second, clusters[1]?.id).then(
      () => 'got it',
      (error) => sqlState(error),
    )
    // It waits for what the first one does, and does not count past it.
    await eventually('the second claim waits', 10_000, async () => {
      const [row] = await database.sql.query<{ waits: boolean }>(
        `SELECT count(*) > 0 AS waits FROM pg_stat_activity
         WHERE application_name = 'second' AND wait_event_type = 'Lock'`,
      )
      return row?.waits || undefined
    })
    await first.query('COMMIT')
    expect(await asked).toBe('CU001')
    expect(await database.sql.query('SELECT 1 FROM disruption_charge')).toHaveLength(1)
  } finally {
    first.release(true)
    second.release(true)
  }
})
