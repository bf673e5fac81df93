import { afterAll, beforeAll, expect, it } from 'vitest'
import { rollbackRollout } from '@/lib/rollouts/rollback-rollout'
import { effectsPerTarget, maxOverlap, spans } from '@/lib/testing/control-plane/invariants'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { bundleWorker, type WorkerProgram } from '@/lib/testing/engine/worker-process'
import { carriageOf } from '@/lib/testing/faults/carriage'
import { type Crew, startCrew } from '@/lib/testing/faults/crew'
import { eventually } from '@/lib/testing/faults/eventually'
import { doneCount, underWay } from '@/lib/testing/faults/witness'

/**
 * A worker is killed in the middle of a rollback. What is judged is what a control plane saw: every cluster went
 * there once and back once, within the limits, and is at the version that it had before.
 */

const fleetSize = 16
const inFlightMax = 4
const patienceMs = 60_000

const call = (version: string) => `    driver: http
    with:
      start:
        url: "{{ connection.url }}/clusters/{{ cluster.name }}/upgrades"
        body: { version: "{{ ${version} }}" }
        operationId: response.body.id
      observe:
        url: "{{ connection.url }}/upgrades/{{ operationId }}"
        every: 300ms
        succeeded: response.body.state == "DONE"
        failed: response.body.state == "ERROR"
`
const operation = `  params: { type: object, required: [version], properties: { version: { type: string } } }
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}" }
  apply:
${call('params.version')}  revert:
${call('previous.version')}`
const policy = `  phases: [{ select: "true", maxInFlight: ${inFlightMax} }]\n`

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
let program: WorkerProgram
let crew: Crew

beforeAll(async () => {
  plane = await startControlPlane({ modes: { default: { durationMs: 700 } } })
  scene = await setScene(services)
  await scene.addFleet(fleetSize, { connection: { url: plane.url } })
  await scene.addOperation(operation)
  await scene.addPolicy(policy)
  program = await bundleWorker({ UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8' })
  crew = await startCrew(program, database.url, 2)
}, 120_000)
afterAll(async () => {
  await crew?.stop()
  program?.dispose()
  await plane?.close()
})

const log = () => plane.journal.entries()

it('takes each cluster back once, whatever is killed on the way', async () => {
  const rollout = await scene.launch({ params: { version: '4.0.0' } })
  await scene.untilState(rollout, 'succeeded', patienceMs)
  await rollbackRollout(services, scene.launcher.actor, { rollout })
  const hurt = await eventually('reverts are under way', patienceMs, () => {
    const now = underWay(log())
    return doneCount(log()) > fleetSize + 2 && now.length >= 2 ? now : undefined
  })
  const carrier = await eventually('somebody carries it', patienceMs, () =>
    carriageOf(database.pool, rollout),
  )
  await crew.kill(carrier.pid)
  const done = await scene.untilState(rollout, 'rolled_back', patienceMs)
  expect(done.counts).toMatchObject({ reverted: fleetSize })
  expect(hurt.length).toBeGreaterThanOrEqual(2)

  const effects = effectsPerTarget(log())
  expect(effects.size).toBe(fleetSize)
  for (const list of effects.values()) expect(list.map(({ version }) => version)).toEqual(['4.0.0', '3.9.0'])
  expect(new Set(Object.values(plane.operations.versions()))).toEqual(new Set(['3.9.0']))
  expect(maxOverlap(log())).toBeLessThanOrEqual(inFlightMax)
  const inOrder = spans(log()).slice(0, fleetSize)
  const firstBack = spans(log())[fleetSize]
  expect(Math.max(...inOrder.map(({ until }) => until))).toBeLessThanOrEqual(firstBack?.from ?? 0)
  const versions = await database.sql.query<{ version: string }>('SELECT DISTINCT version FROM cluster')
  expect(versions).toEqual([{ version: '3.9.0' }])
}, 240_000)
