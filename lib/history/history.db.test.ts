import { afterAll, beforeAll, expect, it } from 'vitest'
import { listRollouts } from '@/lib/rollouts/queries'
import { poolSql } from '@/lib/server/sql'
import { readRoster } from '@/lib/stream/roster'
import { loadReplica } from '@/lib/stream/server/replica-rows'
import { readRosterRows } from '@/lib/stream/server/roster-rows'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from '@/lib/worker/worker'
import { compareRollouts } from './compare-rollouts'
import { readReplay } from './read-replay'
import { ReplayTrack } from './replay-track'

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker
let clean: string
let failing: string

const operation = (failWhen: string) =>
  `  params: { type: object, properties: { note: { type: string } } }\n  retry: { attempts: 2, backoff: 50ms }\n  apply: { driver: simulator, with: { seconds: 0, failWhen: '${failWhen}' } }\n`

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(12)
  worker = await startTestWorker(database.url)
  await scene.addPolicy(
    '  phases: [{ id: all, select: "true", maxInFlight: 3, failureBudget: { max: 2 } }]\n',
  )
  await scene.addOperation(operation('false'))
  clean = await scene.launch({ title: 'Clean run', params: { note: 'first' } })
  await scene.untilState(clean, 'succeeded')
  await scene.addOperation(operation('cluster.name == "c-0003"'))
  failing = await scene.launch({ title: 'Failing RUN', params: { note: 'second' } })
  await scene.untilState(failing, 'succeeded_with_failures')
})
afterAll(async () => {
  await worker?.stop()
})

/** The whole track, read in pages as small as they come. */
async function trackOf(id: string, limit: number): Promise<ReplayTrack> {
  const roster = await readRosterRows(database.pool, Number(id))
  if (!roster) throw new Error('no roster')
  const track = new ReplayTrack(readRoster(roster))
  let after = 0
  for (let more = true; more; ) {
    const page = await readReplay(poolSql(database.pool), Number(id), after, limit)
    track.add(page)
    after = page.last
    more = page.more
  }
  return track
}

it('replays to exactly the state in which the rollout ended, whatever the size of the pages', async () => {
  for (const limit of [7, 50_000]) {
    const track = await trackOf(failing, limit)
    track.seek(track.range.to)
    const live = await loadReplica(database.pool, Number(failing))
    const codes = (cells: Uint8Array | undefined) => [...(cells ?? [])].map((cell) => cell >> 4)
    expect(codes(track.store.columns.cells)).toEqual(codes(live?.columns.cells))
    expect(track.marks.map(({ type }) => type)).toContain('rollout.succeeded_with_failures')
    track.seek(track.range.from - 1)
    expect(new Set(codes(track.store.columns.cells))).toEqual(new Set([0]))
  }
})

it('compares two rollouts: how each went, and which clusters ended otherwise', async () => {
  const comparison = await compareRollouts(services, clean, failing)
  expect(comparison).toMatchObject({ shared: 12, differingCount: 1 })
  expect(comparison.differing).toMatchObject([{ cluster: 'c-0003', left: 'succeeded', right: 'failed' }])
  expect(comparison.left).toMatchObject({ retried: 0, rollout: { params: { note: 'first' } } })
  expect(comparison.right.retried).toBe(1)
  expect(comparison.left.durationP90Ms).toBeGreaterThanOrEqual(comparison.left.durationP50Ms as number)
  await expect(compareRollouts(services, clean, '999')).rejects.toMatchObject({ code: 'not_found' })
})

it('narrows the list by words of the title in any case, operation, policy and who launched', async () => {
  const ids = async (filter: Parameters<typeof listRollouts>[1]) =>
    (await listRollouts(database.prisma, filter)).items.map(({ id }) => id)
  expect(await ids({ limit: 10, title: 'run' })).toEqual([failing, clean])
  expect(await ids({ limit: 10, title: 'clean' })).toEqual([clean])
  expect(await ids({ limit: 10, title: '%' })).toEqual([])
  expect(
    await ids({ limit: 10, operation: 'upgrade', policy: 'policy', launchedBy: 'launcher' }),
  ).toHaveLength(2)
  expect(await ids({ limit: 10, operation: 'other' })).toEqual([])
  expect(await ids({ limit: 10, launchedBy: 'admin' })).toEqual([])
})
