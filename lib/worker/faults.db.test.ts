import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { migrate } from '@/lib/server/migrate'
import { createPool } from '@/lib/server/pool'
import { poolSql } from '@/lib/server/sql'
import {
  attemptsWithSeveralKeys,
  clustersWithOverlap,
  effectsPerTarget,
  maxOverlap,
  outcomes,
  spans,
  startsAfter,
  touched,
} from '@/lib/testing/control-plane/invariants'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { startPostgres, type TestPostgres } from '@/lib/testing/database/postgres'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { bundleWorker, type WorkerProcess, type WorkerProgram } from '@/lib/testing/engine/worker-process'

/**
 * Real processes, really killed. What is judged is what a control plane saw, which knows nothing of the engine:
 * one effect per cluster, limits kept at every instant, phases in order, however often anything died.
 */

const size = 60
const maxInFlight = 6
const perRegion = 3
const region = (name: string) => `r${Number(name.slice(2)) % 4}`

let postgres: TestPostgres
let plane: ControlPlane
let program: WorkerProgram
let pool: pg.Pool
let scene: Scene
const workers: WorkerProcess[] = []

const start = async () => {
  const worker = await program.start(postgres.url)
  workers.push(worker)
  return worker
}

beforeAll(async () => {
  postgres = await startPostgres({ durable: true })
  await migrate(postgres.url)
  pool = createPool({ url: postgres.url, applicationName: 'test' })
  scene = await setScene({ pool, now: () => new Date() })
  plane = await startControlPlane({
    modes: {
      default: {
        durationMs: 400,
        random: {
          seed: 'faults',
          rate: 0.15,
          faults: [
            'slow',
            'garbage',
            'html',
            'busy',
            'unavailable',
            'cut',
            'lost',
            'lost-slowly',
            'conflict',
          ],
        },
      },
    },
  })
  program = await bundleWorker({ UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8' })
  await scene.addFleet(size, { regions: ['r0', 'r1', 'r2', 'r3'], connection: { url: plane.url } })
  await scene.addOperation(`  params:
    type: object
    required: [version]
    properties: { version: { type: string } }
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}" }
  retry: { attempts: 3, backoff: 500ms, maxBackoff: 2s }
  timeout: 5m
  apply:
    driver: http
    with:
      start:
        method: POST
        url: "{{ connection.url }}/clusters/{{ cluster.name }}/upgrades"
        body: { version: "{{ params.version }}" }
        timeout: 1s
        operationId: response.body.id
      observe:
        method: GET
        url: "{{ connection.url }}/upgrades/{{ operationId }}"
        every: 200ms
        timeout: 1s
        succeeded: response.body.state == "DONE"
        failed: response.body.state == "ERROR"
      cancel: { method: DELETE, url: "{{ connection.url }}/upgrades/{{ operationId }}", timeout: 1s }
`)
  await scene.addPolicy(`  phases:
    - id: first
      select: cluster.region == "r0" || cluster.region == "r1"
      maxInFlight: ${maxInFlight}
      spread: { by: region, maxInFlight: ${perRegion} }
    - id: second
      select: "true"
      maxInFlight: ${maxInFlight}
      spread: { by: region, maxInFlight: ${perRegion} }
`)
}, 120_000)

afterAll(async () => {
  for (const worker of workers) {
    await worker.signal('SIGCONT')
    await worker.signal('SIGKILL')
  }
  program?.dispose()
  await plane?.close()
  await pool?.end()
  await postgres?.stop()
})

/** Waits until the control plane has really finished so many operations. */
async function untilDone(count: number): Promise<void> {
  const deadline = Date.now() + 60_000
  while (outcomes(plane.journal.entries()).done < count) {
    if (Date.now() > deadline)
      throw new Error(`only ${outcomes(plane.journal.entries()).done} of ${count} are done`)
    await sleep(20)
  }
}

describe('workers and database that die at any moment', () => {
  it('touch each cluster once, within all limits, and finish', async () => {
    let one = await start()
    let two = await start()
    const id = await scene.launch({ params: { version: '4.0.0' } })

    // Both workers in turn: one of them carries the rollout.
    await untilDone(6)
    await one.signal('SIGKILL')
    one = await start()
    await untilDone(14)
    await two.signal('SIGKILL')
    two = await start()
    // The database, in the middle of everything.
    await untilDone(22)
    await postgres.kill()
    await sleep(500)
    await postgres.restart()
    // A pause that is acknowledged is kept, whoever is alive to keep it.
    await untilDone(26)
    const paused = async () => {
      await pauseRollout(scene.services, scene.launcher.actor, { rollout: id })
      return Date.now()
    }
    const pausedAt = await paused()
    await one.signal('SIGKILL')
    one = await start()
    await sleep(2_500)
    expect(startsAfter(plane.journal.entries(), pausedAt + 1_000)).toEqual([])
    await resumeRollout(scene.services, scene.launcher.actor, { rollout: id })
    // Frozen past its lease, then awake again: whatever it thinks it may do, it may not.
    await untilDone(34)
    await two.signal('SIGSTOP')
    await untilDone(40)
    await two.signal('SIGCONT')
    await one.signal('SIGSTOP')
    await sleep(7_000)
    await one.signal('SIGCONT')
    const alive = [one, two].filter((worker) => worker.alive)
    if (alive.length < 2) await start()

    const done = await scene.untilState(id, 'succeeded', 90_000)
    const log = plane.journal.entries()

    const effects = effectsPerTarget(log)
    expect(effects.size, 'enough really happened').toBe(size)
    expect([...effects].filter(([, list]) => list.length !== 1).map(([name]) => name)).toEqual([])
    expect(attemptsWithSeveralKeys(log)).toEqual([])
    expect(clustersWithOverlap(log)).toEqual([])
    expect(maxOverlap(log)).toBeLessThanOrEqual(maxInFlight)
    for (const name of ['r0', 'r1', 'r2', 'r3']) {
      expect(maxOverlap(log, (cluster) => region(cluster) === name)).toBeLessThanOrEqual(perRegion)
    }
    expect(touched(log).size).toBe(size)
    const first = spans(log).filter(({ cluster }) => ['r0', 'r1'].includes(region(cluster)))
    const second = spans(log).filter(({ cluster }) => ['r2', 'r3'].includes(region(cluster)))
    expect(Math.min(...second.map(({ from }) => from))).toBeGreaterThan(
      Math.max(...first.map(({ until }) => until)),
    )

    expect(done.counts.succeeded).toBe(size)
    expect(new Set(Object.values(plane.operations.versions()))).toEqual(new Set(['4.0.0']))
    const sql = poolSql(pool)
    const [inside] = await sql.query(
      `SELECT (SELECT count(*)::int FROM lease) AS leases, count(*)::int AS events, max(seq)::int AS seq,
         (SELECT count(*)::int FROM cluster WHERE version = '4.0.0') AS upgraded
       FROM event WHERE rollout_id = $1`,
      [Number(id)],
    )
    expect(inside).toMatchObject({ leases: 0, upgraded: size })
    expect(inside).toHaveProperty('seq', (inside as { events: number }).events)
  }, 240_000)
})
