import type pg from 'pg'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { listEvents } from '@/lib/event-log/list-events'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { listTargets } from '@/lib/rollouts/queries'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import { migrate } from '@/lib/server/migrate'
import { createPool } from '@/lib/server/pool'
import { createPrisma } from '@/lib/server/prisma'
import { poolSql } from '@/lib/server/sql'
import {
  clustersWithOverlap,
  effectsPerTarget,
  maxOverlap,
  spans,
  startsAfter,
} from '@/lib/testing/control-plane/invariants'
import { passingFaults } from '@/lib/testing/control-plane/modes'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { startPostgres, type TestPostgres } from '@/lib/testing/database/postgres'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { bundleWorker, type WorkerProgram } from '@/lib/testing/engine/worker-process'
import { type Carriage, carriageOf } from '@/lib/testing/faults/carriage'
import { type Crew, startCrew } from '@/lib/testing/faults/crew'
import { eventually } from '@/lib/testing/faults/eventually'
import { answerCounts, doneCount, keysOf, underWay } from '@/lib/testing/faults/witness'

/**
 * Real processes, really killed. What is judged is what a control plane saw, which knows nothing of the engine:
 * one effect per cluster, limits kept at every instant, phases in order, however often anything died.
 */

const fleetSize = 72
const inFlightMax = 6
const perRegionMax = 4
const regions = ['r0', 'r1', 'r2', 'r3']
const regionOf = (cluster: string) => regions[Number(cluster.slice(2)) % regions.length] ?? ''
const isFirst = (cluster: string) => ['r0', 'r1'].includes(regionOf(cluster))
const patienceMs = 90_000

const operation = `  params: { type: object, required: [version], properties: { version: { type: string } } }
  satisfied: cluster.version == params.version
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
const limits = `maxInFlight: ${inFlightMax}, spread: { by: region, maxInFlight: ${perRegionMax} }`
const policy = `  phases:
    - { id: first, select: 'cluster.region == "r0" || cluster.region == "r1"', ${limits} }
    - { id: second, select: "true", ${limits} }
`

let postgres: TestPostgres
let plane: ControlPlane
let pool: pg.Pool
let prisma: PrismaClient
let scene: Scene
let program: WorkerProgram
let crew: Crew

beforeAll(async () => {
  const random = { seed: 'first', rate: 0.2, faults: passingFaults }
  plane = await startControlPlane({ modes: { default: { durationMs: 1_500, random } } })
  postgres = await startPostgres({ durable: true })
  await migrate(postgres.url)
  pool = createPool({ url: postgres.url, applicationName: 'test' })
  prisma = createPrisma({ url: postgres.url, applicationName: 'test' })
  scene = await setScene({ pool, now: () => new Date() })
  await scene.addFleet(fleetSize, { regions, connection: { url: plane.url } })
  await scene.addOperation(operation)
  await scene.addPolicy(policy)
  program = await bundleWorker({ UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8', UPGRADER_LOG_LEVEL: 'info' })
  crew = await startCrew(program, postgres.url, 2)
}, 120_000)
afterAll(async () => {
  await crew?.stop()
  program?.dispose()
  await prisma?.$disconnect()
  await pool?.end()
  await postgres?.stop()
  await plane?.close()
})

const log = () => plane.journal.entries()
const rolloutNow = (id: string) => getRollout(scene.services, id)

/** Waits for a moment at which a crash hurts: enough is done, and several operations are under way. */
const busy = (done: number) =>
  eventually(`${done} operations done and some under way`, patienceMs, () => {
    const now = underWay(log())
    return doneCount(log()) >= done && now.length >= 3 ? now : undefined
  })

const carried = (rollout: string) =>
  eventually('somebody carries the rollout', patienceMs, () => carriageOf(pool, rollout))

const takenOver = (rollout: string, before: Carriage) =>
  eventually(`another than process ${before.pid} carries the rollout`, patienceMs, async () => {
    const now = await carriageOf(pool, rollout)
    return now && now.fence > before.fence && now.pid !== before.pid ? now : undefined
  })

/** A start whose answer was lost is not repeated while paused, so its target waits; all others end. */
const atRest = (rollout: string, since: number) =>
  eventually('what was known to be in flight has ended', patienceMs, async () => {
    const running = await prisma.target.count({
      where: { rolloutId: Number(rollout), state: 'applying', operationRef: { not: null } },
    })
    return running === 0 && underWay(log()).length === 0 && Date.now() > since + 2_000 ? true : undefined
  })

it('touches each cluster once, within all limits, and finishes, whatever is killed on the way', async () => {
  const rollout = await scene.launch({ params: { version: '4.0.0' } })
  const hurt: string[] = []
  onTestFailed(async () => {
    const now = await rolloutNow(rollout).catch((error) => String(error))
    const seen = { done: doneCount(log()), underWay: underWay(log()), answers: answerCounts(log()) }
    console.error(JSON.stringify({ hurt, seen, rollout: now }, null, 1))
    for (const { pid, alive, output } of crew.members) {
      const lines = output.split('\n').slice(-25)
      console.error([`worker ${pid}, ${alive ? 'alive' : 'dead'}:`, ...lines].join('\n').slice(0, 8_000))
    }
  })

  // Whoever carries the rollout is killed, and then whoever has taken it over.
  hurt.push(...(await busy(3)))
  const first = await carried(rollout)
  await crew.kill(first.pid)
  const second = await takenOver(rollout, first)
  hurt.push(...(await busy(10)))
  await crew.kill(second.pid)
  const third = await takenOver(rollout, second)

  // A pause that is acknowledged is kept, by whoever is alive to keep it.
  hurt.push(...(await busy(16)))
  await pauseRollout(scene.services, scene.launcher.actor, { rollout })
  const pausedAt = Date.now()
  await crew.kill(third.pid)
  await takenOver(rollout, third)
  await atRest(rollout, pausedAt)
  expect(startsAfter(log(), pausedAt + 1_000)).toEqual([])
  await resumeRollout(scene.services, scene.launcher.actor, { rollout })

  // One is frozen until another has taken over, and wakes up in the middle of what it was doing.
  hurt.push(...(await busy(26)))
  const frozen = await carried(rollout)
  process.kill(frozen.pid, 'SIGSTOP')
  await takenOver(rollout, frozen).finally(() => process.kill(frozen.pid, 'SIGCONT'))

  // The database crashes under all of them, and stays away until all that was under way has ended unseen.
  hurt.push(...(await busy(34)))
  await postgres.kill()
  await eventually(
    'what was under way has ended',
    patienceMs,
    () => underWay(log()).length === 0 || undefined,
  )
  await postgres.restart()

  const done = await eventually('the rollout has ended', 120_000, async () => {
    await crew.replaceDead()
    const now = await rolloutNow(rollout)
    return now.finishedAt ? now : undefined
  })
  expect(done).toMatchObject({ state: 'succeeded', counts: { succeeded: fleetSize } })
  limitsAreKept()
  await insideAgreesWithOutside(rollout)
  await eventsAreComplete(rollout, done.lastSeq)
  // All this proves something only if the crashes hit work under way, and the faults really happened.
  expect(new Set(hurt).size).toBeGreaterThanOrEqual(12)
  const { 202: accepted, 0: cut, 503: unavailable, none } = answerCounts(log())
  for (const count of [accepted, cut, unavailable, none]) expect(count).toBeGreaterThan(0)
}, 420_000)

function limitsAreKept(): void {
  expect(clustersWithOverlap(log())).toEqual([])
  expect(maxOverlap(log())).toBeLessThanOrEqual(inFlightMax)
  for (const region of regions) {
    expect(maxOverlap(log(), (cluster) => regionOf(cluster) === region)).toBeLessThanOrEqual(perRegionMax)
  }
  const all = spans(log())
  const firstEnds = Math.max(...all.filter(({ cluster }) => isFirst(cluster)).map(({ until }) => until))
  const secondBegins = Math.min(...all.filter(({ cluster }) => !isFirst(cluster)).map(({ from }) => from))
  expect(secondBegins).toBeGreaterThan(firstEnds)
}

/** What the control plane has seen is what the rollout says, cluster by cluster. */
async function insideAgreesWithOutside(rollout: string): Promise<void> {
  const effects = effectsPerTarget(log())
  const { items } = await listTargets(prisma, { rollout, limit: 1_000 })
  const told = items.map(({ cluster, state }) => ({
    cluster,
    state,
    effects: effects.get(cluster)?.length,
    keys: keysOf(log(), cluster).length,
  }))
  expect(told).toEqual(items.map(({ cluster }) => ({ cluster, state: 'succeeded', effects: 1, keys: 1 })))
  expect([...effects.keys()].sort()).toEqual(items.map(({ cluster }) => cluster).sort())
  const clusters = await prisma.cluster.findMany({ select: { name: true, version: true } })
  const versions = Object.fromEntries(clusters.map(({ name, version }) => [name, version]))
  expect(versions).toEqual(plane.operations.versions())
  expect(Object.values(versions)).toEqual(Array(fleetSize).fill('4.0.0'))
  expect(await prisma.lease.count()).toBe(0)
}

async function eventsAreComplete(rollout: string, lastSeq: number): Promise<void> {
  const { items } = await listEvents(poolSql(pool), { rollout, after: 0, limit: 10_000 })
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1))
  const succeeded = items.filter(({ type }) => type === 'target.succeeded').map(({ target }) => target)
  expect(succeeded).toHaveLength(fleetSize)
  expect(new Set(succeeded).size).toBe(fleetSize)
}
