import { beforeAll, expect, it } from 'vitest'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene } from '@/lib/testing/engine/scene'

/** What a rollout says it waits for, by rows as an engine leaves them; here nothing ticks. */

const database = testDatabase()
const services = testServices(database)
let scene: Scene

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(6)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 1, steps: [{ to: 2 }, { to: 100% }] }]\n')
})

it('a step says what it waits for, though targets beyond it are at rest already', async () => {
  const id = await scene.launch()
  await database.sql.query(
    `WITH t AS (UPDATE target SET attempt_at = CASE WHEN position = 0 THEN now() END,
         state = (CASE WHEN position = 0 THEN 'applying' WHEN position = 1 THEN 'pending' ELSE 'skipped' END)::target_state
       WHERE rollout_id = $1)
     UPDATE phase SET state = 'running', pending = 1, applying = 1, skipped = 4,
       resolved = '{"base": 6, "maxInFlight": 1, "budget": null, "steps": [2, 6]}'
     WHERE rollout_id = $1`,
    [Number(id)],
  )
  const { waitingFor } = await scene.rollout(id)
  const told = waitingFor.filter(({ kind }) => kind !== 'worker')
  expect(told).toMatchObject([
    { kind: 'slot', targets: 1 },
    { kind: 'in_flight', targets: 1 },
  ])
})
