import { afterAll, beforeAll, expect, it } from 'vitest'
import { POST as PLAN } from '@/app/api/v1/plans/route'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { callRoute } from '@/lib/testing/call-route'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { testWebServices } from '@/lib/testing/web-services'
import type { Worker } from '@/lib/worker/worker'

const database = testDatabase()
const services = testWebServices(database)
let scene: Scene
let worker: Worker
let plane: ControlPlane

beforeAll(async () => {
  scene = await setScene(services())
  plane = await startControlPlane()
  worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
  await scene.addFleet(60)
})
afterAll(async () => {
  await worker?.stop()
  await plane?.close()
})

/** An operation whose check is asked of each cluster; it passes where the condition over the cluster holds. */
const operation = (pass: string) => `  sets: { version: "4.0.0" }
  apply: { driver: simulator, with: { seconds: 0.05 } }
  verify: [{ name: healthy, check: http, with: { url: "${plane.url}/health", pass: '${pass}' }, timeout: 1s }]
`
const policy = (check: string, maxInFlight = 2) =>
  `  phases: [{ id: all, select: "true", order: random, maxInFlight: ${maxInFlight}, failureBudget: { max: 60 },
      stop: { against: notYetUpgraded, falseAlarm: 1%, check: ${check} } }]\n`

it('a stop on a check pauses when upgraded clusters fail it beside waiting ones that do not', async () => {
  // It passes until the operation has succeeded and set the version; then it fails, and on nothing that waits.
  await scene.addOperation(operation('cluster.version == "3.9.0"'))
  await scene.addPolicy(policy('healthy'))
  const id = await scene.launch()
  const stopped = await scene.until(id, ({ state }) => state === 'paused')
  expect(stopped).toMatchObject({ pauseCause: 'guard', phases: [{ budget: { charged: 0 } }] })
  expect(stopped.pauseDetail).toMatch(
    /^statistical stop: \d+ of \d+ upgraded clusters fail healthy in phase all/,
  )
  const atRest = await scene.until(id, ({ counts }) => counts.applying + counts.verifying === 0)
  expect(atRest.counts.succeeded).toBeLessThan(20)
  const { stop } = atRest.phases[0] ?? {}
  expect(stop).toMatchObject({ check: 'healthy', baseline: null, enough: 100 })
  expect(stop?.evidence).toBeGreaterThanOrEqual(100)
  expect(stop?.failures).toBe(stop?.trials)
  const compared = await database.sql.query<{ data: { fails: boolean; waiting: number } }>(
    `SELECT data FROM event WHERE rollout_id = $1 AND type = 'stop.compared' ORDER BY seq`,
    [Number(id)],
  )
  expect(compared.length).toBeGreaterThanOrEqual(stop?.trials ?? 1)
  for (const { data } of compared) expect(data).toMatchObject({ fails: true, waiting: 4, waitingFail: 0 })

  const resume = (acknowledge?: number) =>
    resumeRollout(services(), scene.launcher.actor, {
      rollout: id,
      ...(acknowledge !== undefined && { acknowledge }),
    })
  await expect(resume()).rejects.toThrow(/statistical stop has fired/)
  await resume(0)
  const again = await scene.until(id, ({ state }) => state === 'paused')
  expect(again.counts.succeeded).toBeGreaterThan(atRest.counts.succeeded)
})

it('one that fails everywhere at once stops nothing', async () => {
  await scene.addOperation(operation('cluster.region != "r1"'))
  await scene.addPolicy(policy('healthy', 6))
  const id = await scene.launch({ select: 'cluster.version == "3.9.0" && cluster.region == "r1"' })
  const done = await scene.untilState(id, 'failed', 60_000)
  expect(done.phases[0]?.stop).toMatchObject({ evidence: 1 })
  expect(done.phases[0]?.stop?.failures).toBeGreaterThan(0)
})

it('a check that the operation does not have is refused where it is planned, and so is a launch', async () => {
  await scene.addPolicy(policy('latency'))
  const json = { operation: 'upgrade', policy: 'policy' }
  const plan = await callRoute(PLAN, '/api/v1/plans', { token: scene.launcher.token, json })
  expect(plan.body.blockers).toMatchObject([
    {
      code: 'no_such_check',
      phase: 'all',
      message:
        'all is to stop by the check latency, but the operation upgrade has none of that name under verify: it has healthy',
    },
  ])
  await expect(scene.launch()).rejects.toMatchObject({ code: 'conflict' })
})
