import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { amendRollout } from '@/lib/rollouts/amend-rollout'
import { approveAmendment } from '@/lib/rollouts/approve-amendment'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { skipTargets } from '@/lib/rollouts/skip-targets'
import { isUnavailable } from '@/lib/server/outages'
import { LiveClient } from '@/lib/stream/browser/live-client'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import { readRoster } from '@/lib/stream/roster'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from '@/lib/worker/worker'
import { Hub } from './hub'
import { openLiveStream } from './live-stream'
import { loadReplica } from './replica-rows'
import { readRosterRows } from './roster-rows'
import { createWatcher, type Watcher } from './watcher'

/**
 * Browsers that look at a rollout while what is left of it is planned anew: targets stand elsewhere from one event to
 * the next. The client is the browser's own; between it and the server there is no network.
 */

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker
let watcher: Watcher
let hub: Hub
const clients: LiveClient[] = []
const problems: unknown[] = []

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(12)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 600 } }\n')
  worker = await startTestWorker(database.url)
  watcher = createWatcher({ pool: database.pool, everyMs: 10 })
  hub = new Hub({
    pool: database.pool,
    watcher,
    // Slower than frames are, as on a busy database: what is shown meanwhile has to be right, too.
    readHeader: async (id) => {
      const header = await getRollout(services, String(id))
      await sleep(50)
      return header
    },
    pulseMs: 15,
    // On a busy machine the database may be late; what is shown has to be right all the same.
    onError: (error) => isUnavailable(error) || problems.push(error),
  })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.stop()
})
afterAll(async () => {
  hub?.close()
  watcher?.close()
  await worker?.stop()
})

/** What a browser would keep of a roster, one for each. */
function browserFetch(id: number): typeof fetch {
  let kept: unknown
  return async (path, init) => {
    const asked = new URL(String(path), 'http://upgrader.test')
    if (asked.pathname.endsWith('/roster')) {
      if (kept === undefined || init?.cache === 'reload') kept = await readRosterRows(database.pool, id)
      return Response.json(kept)
    }
    const response = await openLiveStream({
      hub,
      rolloutId: id,
      user: 'ada',
      since: Number(asked.searchParams.get('since')),
      signal: init?.signal ?? new AbortController().signal,
      stillAllowed: async () => true,
    })
    return response ?? new Response(null, { status: 404 })
  }
}

type States = Readonly<Record<string, string>>

/** Every cluster with the state in which a browser shows it. */
function shown({ store }: LiveClient): States {
  const { roster, columns } = store ?? {}
  const clusters = roster?.clusters ?? []
  return Object.fromEntries(
    clusters.map((cluster, i) => [cluster, stateOfCode(codeOfCell(columns?.cells[i] ?? 0))]),
  )
}

/** The same, as it is read from the tables. */
async function fresh(id: string): Promise<{ states: States; planHash: string; clusters: readonly string[] }> {
  const dto = await readRosterRows(database.pool, Number(id))
  const replica = await loadReplica(database.pool, Number(id))
  if (!dto || !replica) throw new Error('there is no such rollout')
  const { clusters, planHash } = readRoster(dto)
  const states = clusters.map((cluster, i) => [
    cluster,
    stateOfCode(codeOfCell(replica.columns.cells[i] ?? 0)),
  ])
  return { states: Object.fromEntries(states), planHash, clusters }
}

/** Opens a browser, and notes each cluster that it ever shows in another state than pending. */
async function look(id: string, touched: Set<string>): Promise<LiveClient> {
  const world = { fetch: browserFetch(Number(id)), now: Date.now, random: Math.random, build: 'here' }
  const client = new LiveClient(id, await scene.rollout(id), world)
  const note = () => {
    for (const [cluster, state] of Object.entries(shown(client)))
      if (state !== 'pending') touched.add(cluster)
  }
  client.subscribe('store', () => {
    note()
    client.store?.subscribe('cells', note)
  })
  clients.push(client)
  client.start()
  await untilShown(client, id)
  return client
}

/** Waits until a browser shows, live, what the tables have under the plan that is carried out. */
const untilShown = (client: LiveClient, id: string) =>
  vi.waitFor(
    async () => {
      const { states, planHash, clusters } = await fresh(id)
      expect(client.connection.state).toBe('live')
      expect(client.header.planHash).toBe(planHash)
      expect(client.store?.roster.clusters).toEqual(clusters)
      expect(shown(client)).toEqual(states)
    },
    { timeout: 20_000, interval: 20 },
  )

const first = { id: 'first', after: [], select: 'cluster.region == "r1"', maxInFlight: 2 }
const second = { id: 'second', select: 'true' }
const early = {
  id: 'early',
  select: 'cluster.name < "c-0008"',
  order: '-name',
  before: [{ approval: {} }],
}
const policyOf = (phases: object[]) => ({
  apiVersion: 'upgrader/v1',
  kind: 'Policy',
  metadata: { name: 'policy' },
  spec: { phases },
})

describe('a browser that follows a rollout', () => {
  it('shows after an amendment what a fresh read shows, and so does one that was away meanwhile', async () => {
    const id = await scene.launch({ policy: policyOf([first, second]) })
    await scene.until(id, ({ counts }) => counts.applying === 2)
    const seen = { follower: new Set<string>(), late: new Set<string>() }
    const follower = await look(id, seen.follower)
    const late = await look(id, seen.late)
    expect(seen.late).toEqual(new Set(['c-0000', 'c-0002']))
    const before = follower.store?.roster.clusters
    late.stop()

    // A phase in front of all: whatever stands behind it stands elsewhere, also what is in flight.
    const { amendment } = await amendRollout(services, scene.launcher.actor, {
      rollout: id,
      policy: policyOf([early, first, second]),
      planHash: (await scene.rollout(id)).planHash,
    })
    await approveAmendment(services, scene.approver.actor, { rollout: id, amendment: amendment.id })
    await untilShown(follower, id)
    expect(follower.store?.roster.clusters).not.toEqual(before)
    expect(shown(follower)).toMatchObject({ 'c-0000': 'applying', 'c-0002': 'applying', 'c-0007': 'pending' })
    late.start()
    await untilShown(late, id)

    // Both go on to follow, under the new plan.
    await skipTargets(services, scene.launcher.actor, { rollout: id, clusters: ['c-0007'], reason: 'broken' })
    for (const client of [follower, late]) {
      await untilShown(client, id)
      expect(shown(client)['c-0007']).toBe('skipped')
    }
    // And neither has shown anything of one cluster as another's, not for a moment.
    const touched = new Set(['c-0000', 'c-0002', 'c-0007'])
    expect(seen).toEqual({ follower: touched, late: touched })
    expect(problems).toEqual([])
  }, 60_000)
})
