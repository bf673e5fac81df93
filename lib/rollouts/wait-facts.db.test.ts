import { beforeAll, expect, it } from 'vitest'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { getTarget } from './get-target'

/** What a rollout says it waits for, by rows as an engine leaves them; here nothing ticks. */

const database = testDatabase()
const services = testServices(database)
let scene: Scene

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(6)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await scene.addPolicy(
    '  phases: [{ select: "true", maxInFlight: 1, steps: [{ to: 2, approval: {} }, { to: 100% }] }]\n',
  )
})

/** Brings a rollout into its first step, with a target in the given state at each position. */
async function stand(id: string, states: readonly string[]) {
  await database.sql.query(
    `WITH t AS (UPDATE target SET state = s.state::target_state, attempt_at = CASE WHEN s.state = 'applying' THEN now() END
       FROM unnest($2::text[]) WITH ORDINALITY AS s (state, place)
       WHERE rollout_id = $1 AND position = place - 1)
     UPDATE phase SET state = 'running', ${['pending', 'applying', 'succeeded', 'skipped']
       .map((state) => `${state} = cardinality(array_positions($2::text[], '${state}'))`)
       .join(', ')},
       resolved = '{"base": 6, "maxInFlight": 1, "budget": null, "steps": [2, 6]}'
     WHERE rollout_id = $1`,
    [Number(id), states],
  )
}

async function why(rollout: string, position: number) {
  const [row] = await database.sql.query<{ cluster: string }>(
    'SELECT cluster FROM target WHERE rollout_id = $1 AND position = $2',
    [Number(rollout), position],
  )
  const { explanation } = await getTarget(services, { rollout, cluster: row?.cluster ?? '' })
  // Nothing ticks here, so no worker is alive.
  return explanation.filter(({ kind }) => kind !== 'worker')
}

it('a step says what it waits for, though targets beyond it are at rest already', async () => {
  const id = await scene.launch()
  await stand(id, ['applying', 'pending', 'skipped', 'skipped', 'skipped', 'skipped'])
  const { waitingFor } = await scene.rollout(id)
  const told = waitingFor.filter(({ kind }) => kind !== 'worker')
  expect(told).toMatchObject([
    { kind: 'slot', targets: 1 },
    { kind: 'in_flight', targets: 1 },
  ])
})

it('a target beyond the step is told to wait for the step, though as many as it has are at rest beyond it', async () => {
  const id = await scene.launch()
  await stand(id, ['succeeded', 'pending', 'skipped', 'skipped', 'pending', 'pending'])
  const message = 'The phase goes up to cluster 2 in its present step; this is number 5.'
  expect(await why(id, 4)).toMatchObject([{ kind: 'step', message }])
  expect(await why(id, 1)).toEqual([])
})

it('a target beyond the step is told the gate of its own step, though something beyond the step is in flight', async () => {
  const id = await scene.launch()
  await stand(id, ['succeeded', 'succeeded', 'pending', 'applying', 'pending', 'pending'])
  expect(await why(id, 2)).toMatchObject([{ kind: 'approval' }, { kind: 'slot' }])
})
