import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { listEvents, listTargets } from '@/lib/rollouts/queries'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import { migrate } from '@/lib/server/migrate'
import { createPool } from '@/lib/server/pool'
import { createPrisma } from '@/lib/server/prisma'
import { clustersWithOverlap, effectsPerTarget, maxOverlap } from '@/lib/testing/control-plane/invariants'
import { passingFaults } from '@/lib/testing/control-plane/modes'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { startPostgres, type TestPostgres } from '@/lib/testing/database/postgres'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { type Carriage, carriageOf } from '@/lib/testing/faults/carriage'
import { eventually } from '@/lib/testing/faults/eventually'
import { answerCounts, doneCount, keysOf, underWay } from '@/lib/testing/faults/witness'
import { startWorkers, type Workers } from '@/lib/testing/faults/workers'

const fleetSize = 40
const inFlightMax = 6
const takeOverMs = 20_000

const operation = `  params: { type: object, required: [version], properties: { version: { type: string } } }
  sets: { version: "{{ params.version }}" }
  apply:
    driver: http
    with:
      start:
        url: "{{ connection.url }}/clusters/{{ cluster.name }}/upgrades"
        body: { version: "{{ params.version }}" }
        operationId: response.body.id
        timeout: 1s
      observe:
        url: "{{ connection.url }}/upgrades/{{ operationId }}"
        every: 300ms
        timeout: 1s
        succeeded: response.body.state == "DONE"
        failed: response.body.state == "ERROR"
`
const policy = `  phases: [{ select: "true", maxInFlight: ${inFlightMax} }]\n`

let postgres: TestPostgres
let plane: ControlPlane
let pool: pg.Pool
let prisma: PrismaClient
let scene: Scene
let workers: Workers

beforeAll(async () => {
  const random = { seed: 'first', rate: 0.2, faults: passingFaults }
  plane = await startControlPlane({ modes: { default: { durationMs: 1_500, random } } })
  postgres = await startPostgres({ durable: true })
  await migrate(postgres.url)
  pool = createPool({ url: postgres.url, applicationName: 'test' })
  prisma = createPrisma({ url: postgres.url, applicationName: 'test' })
  scene = await setScene({ pool, now: () => new Date() })
  await scene.addFleet(fleetSize, { connection: { url: plane.url } })
  await scene.addOperation(operation)
  await scene.addPolicy(policy)
  workers = await startWorkers(2, {
    databaseUrl: postgres.url,
    env: { UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8' },
  })
})
afterAll(async () => {
  await workers?.stop()
  await prisma?.$disconnect()
  await pool?.end()
  await postgres?.stop()
  await plane?.close()
})

const log = () => plane.journal.entries()

/** Waits for a moment at which a crash hurts: enough is done, and several operations are under way. */
const busy = (done: number) =>
  eventually(`${done} operations done and some under way`, 30_000, () =>
    doneCount(log()) >= done && underWay(log()).length >= 3 ? underWay(log()) : undefined,
  )

const carried = (rollout: string) =>
  eventually('somebody carries the rollout', takeOverMs, () => carriageOf(pool, rollout))

const takenOver = (rollout: string, before: Carriage) =>
  eventually(`another than process ${before.pid} carries the rollout`, takeOverMs, async () => {
    const now = await carriageOf(pool, rollout)
    return now && now.fence > before.fence && now.pid !== before.pid ? now : undefined
  })

describe('a rollout over a control plane that misbehaves', () => {
  it('has one effect per cluster and keeps its cap, whatever is killed on the way', async () => {
    const hurt: string[] = []
    const rollout = await scene.launch({ params: { version: '4.0.0' } })
    onTestFailed(async () => {
      const tell = { hurt, pids: workers.pids, answers: answerCounts(log()), underWay: underWay(log()) }
      const now = await getRollout(scene.services, rollout).catch((error) => String(error))
      console.error(JSON.stringify({ ...tell, done: doneCount(log()), rollout: now }, null, 1))
      console.error(workers.lines.slice(-60).join('\n'))
    })

    // Each worker in turn is killed while it carries operations, and its supervisor starts another.
    await busy(3)
    const first = await carried(rollout)
    process.kill(first.pid, 'SIGKILL')
    hurt.push(...underWay(log()))
    const second = await takenOver(rollout, first)
    await busy(10)
    process.kill(second.pid, 'SIGKILL')
    hurt.push(...underWay(log()))
    const third = await takenOver(rollout, second)

    // One is frozen until another has taken over, and then wakes up in the middle of what it was doing.
    await busy(17)
    process.kill(third.pid, 'SIGSTOP')
    hurt.push(...underWay(log()))
    await takenOver(rollout, third).finally(() => process.kill(third.pid, 'SIGCONT'))

    // The database crashes under both.
    await busy(24)
    await postgres.kill()
    hurt.push(...underWay(log()))
    await eventually('what was under way has ended with nobody looking', 10_000, () =>
      underWay(log()).length === 0 ? true : undefined,
    )
    await postgres.restart()

    const done = await eventually('the rollout has ended', 60_000, async () => {
      const now = await getRollout(scene.services, rollout)
      return now.finishedAt ? now : undefined
    })

    expect(done).toMatchObject({ state: 'succeeded', counts: { succeeded: fleetSize } })
    await agrees(rollout)
    await eventsAreComplete(rollout, done.lastSeq)
    // It proves something only if crashes hit work under way and the faults really happened.
    expect(new Set(hurt).size).toBeGreaterThanOrEqual(10)
    const { 202: accepted, 0: cut, 503: unavailable, none } = answerCounts(log())
    for (const count of [accepted, cut, unavailable, none]) expect(count).toBeGreaterThan(0)
  }, 150_000)
})

/** What the control plane has seen is what the rollout says, cluster by cluster. */
async function agrees(rollout: string): Promise<void> {
  const effects = effectsPerTarget(log())
  const { items } = await listTargets(prisma, { rollout, limit: 1_000 })
  expect(items).toHaveLength(fleetSize)
  for (const { cluster, state } of items) {
    expect({
      cluster,
      state,
      effects: effects.get(cluster)?.length,
      keys: keysOf(log(), cluster).length,
    }).toEqual({ cluster, state: 'succeeded', effects: 1, keys: 1 })
  }
  expect([...effects.keys()].sort()).toEqual(items.map(({ cluster }) => cluster).sort())
  expect(clustersWithOverlap(log())).toEqual([])
  expect(maxOverlap(log())).toBeLessThanOrEqual(inFlightMax)
  expect(maxOverlap(log())).toBeGreaterThan(1)
  const clusters = await prisma.cluster.findMany({ select: { name: true, version: true } })
  const versions = Object.fromEntries(clusters.map(({ name, version }) => [name, version]))
  expect(versions).toEqual(plane.operations.versions())
  expect(await prisma.lease.count()).toBe(0)
}

async function eventsAreComplete(rollout: string, lastSeq: number): Promise<void> {
  const { items } = await listEvents(prisma, { rollout, after: 0, limit: 10_000 })
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1))
  const succeeded = items.filter(({ type }) => type === 'target.succeeded').map(({ target }) => target)
  expect(succeeded).toHaveLength(fleetSize)
  expect(new Set(succeeded).size).toBe(fleetSize)
}
