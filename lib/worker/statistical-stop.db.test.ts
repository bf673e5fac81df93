import { afterAll, beforeAll, expect, it } from 'vitest'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

const database = testDatabase()
let scene: Scene
let worker: Worker

beforeAll(async () => {
  scene = await setScene({ pool: database.pool, now: () => new Date() })
  worker = await startTestWorker(database.url)
  await scene.addFleet(80, { regions: ['r1', 'r2'] })
  await scene.addOperation(
    `  retry: { attempts: 1 }\n  apply: { driver: simulator, with: { seconds: 0.05, failWhen: cluster.region == "r2" } }\n`,
  )
})
afterAll(() => worker.stop())

it('a statistical stop pauses it long before its budget, says why, and does not go on unless the failures are accepted', async () => {
  await scene.addPolicy(
    `  phases: [{ id: all, select: "true", order: diverse, maxInFlight: 4, failureBudget: { max: 70 },
      stop: { against: notYetUpgraded, falseAlarm: 1%, baseline: 2% } }]\n`,
  )
  const id = await scene.launch()
  const stopped = await scene.until(id, ({ state }) => state === 'paused')
  expect(stopped).toMatchObject({ pauseCause: 'guard' })
  expect(stopped.pauseDetail).toContain('statistical stop')
  const atRest = await scene.until(id, ({ counts }) => counts.applying + counts.verifying === 0)
  const [phase] = atRest.phases
  expect(phase?.counts.failed).toBeLessThan(12)
  expect(phase?.stop).toMatchObject({ baseline: 0.02, falseAlarm: 0.01, enough: 100 })
  expect(phase?.stop?.evidence).toBeGreaterThanOrEqual(100)
  expect(phase?.stop?.failures).toBe(phase?.counts.failed)
  // One provider, tier and version, and two regions, of which one never succeeds.
  expect(phase?.coverage).toEqual({ singles: { covered: 4, total: 5 }, pairs: { covered: 6, total: 9 } })

  const resume = (acknowledge?: number) =>
    resumeRollout(scene.services, scene.launcher.actor, { rollout: id, ...(acknowledge && { acknowledge }) })
  await expect(resume()).rejects.toThrow(/statistical stop has fired/)
})

it('a baseline that the policy leaves open is taken from history at the launch, and stays', async () => {
  await scene.addPolicy(
    `  phases: [{ id: all, select: "true", failureBudget: { max: 70 } }]
  stop: { against: notYetUpgraded, falseAlarm: 5% }\n`,
  )
  const id = await scene.launch({ start: false })
  const { stop } = await scene.rollout(id)
  // Half of the targets before have failed; with nothing seen it would be 0.053.
  expect(stop?.baseline).toBeGreaterThan(0.06)
  expect(stop).toMatchObject({ falseAlarm: 0.05, trials: 0, failures: 0, evidence: 1, enough: 20 })
})
