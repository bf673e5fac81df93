import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { decide } from '@/lib/core/rollout/decide'
import { loadRollout } from '@/lib/rollouts/load'
import { poolSql, transaction } from '@/lib/server/sql'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setPlainScene } from '@/lib/testing/engine/scene'
import { eventually } from '@/lib/testing/faults/eventually'
import { startTcpRelay, type TcpRelay } from '@/lib/testing/faults/tcp-relay'
import { ClusterMemory } from './cluster-memory'
import { makeMemory } from './memory'
import { TurnWriter } from './turn-writer'
import { createWriterPool } from './writer'

/** Writes of unknown fate: the wire to the database breaks before or after a write was made. */

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let relay: TcpRelay
let writerPool: pg.Pool
let id: number

beforeAll(async () => {
  scene = await setPlainScene(services)
  const url = new URL(database.url)
  relay = await startTcpRelay({ host: url.hostname, port: Number(url.port) })
  url.hostname = '127.0.0.1'
  url.port = String(relay.port)
  writerPool = createWriterPool({ url: url.href, applicationName: 'breaking-writer' })
})
afterAll(async () => {
  await writerPool?.end()
  await relay?.close()
})
beforeEach(async () => {
  relay.release()
  id = Number(await scene.launch())
})

const load = () =>
  transaction(database.pool, (tx) => loadRollout(tx, id, { lock: false, targets: 'all' }), { readOnly: true })

/** Sends the first turn of the rollout, with something that came in meanwhile. */
async function send() {
  const loaded = await load()
  const now = Date.now()
  const memory = makeMemory(loaded, undefined, now)
  const targetId = loaded.targets[0]?.id ?? 0
  const answer = { kind: 'withheld' } as const
  const inputs = { observations: [{ targetId, generation: 1, answer }], looks: [], sightings: [] }
  const { turn } = decide(memory.state, memory.state.run, inputs, now)
  expect(turn.empty).toBe(false)
  const writer = new TurnWriter({ kept: poolSql(writerPool, { kept: true }) }, new ClusterMemory())
  const outcome = writer.write(memory, turn, inputs, now).then(
    (written) => written,
    () => 'unknown',
  )
  return { writer, inputs, outcome, before: loaded.standing }
}

it('what a write took in does not count again when it was made, though its answer was lost', async () => {
  const holder = await database.pool.connect()
  try {
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM rollout WHERE id = $1 FOR UPDATE', [id])
    const { writer, outcome, before } = await send()
    await eventually('the write waits for the row', 10_000, async () => {
      const waiting = await database.sql.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name LIKE '%breaking-writer%'
         AND datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return waiting.length > 0 || undefined
    })
    relay.reset()
    expect(await outcome).toBe('unknown')
    await holder.query('COMMIT')
    const standing = await eventually('the write is made all the same', 10_000, async () => {
      const { standing: now } = await load()
      return now.revision > before.revision ? now : undefined
    })
    expect(writer.unsettled(standing)).toBeNull()
  } finally {
    holder.release(true)
  }
})

it('what a write took in counts again, once, when it was never made', async () => {
  await writerPool.query('SELECT 1')
  relay.hold()
  const { writer, inputs, outcome, before } = await send()
  relay.reset()
  expect(await outcome).toBe('unknown')
  relay.release()
  const { standing } = await load()
  expect(standing.revision).toBe(before.revision)
  expect(writer.unsettled(standing)).toEqual(inputs)
  expect(writer.unsettled(standing)).toBeNull()
})

it('what a write took in counts again when somebody else has written instead', async () => {
  await writerPool.query('SELECT 1')
  relay.hold()
  const { writer, inputs, outcome } = await send()
  relay.reset()
  expect(await outcome).toBe('unknown')
  relay.release()
  await database.sql.query(
    'UPDATE rollout SET revision = revision + 1, command_revision = command_revision + 1 WHERE id = $1',
    [id],
  )
  expect(writer.unsettled((await load()).standing)).toEqual(inputs)
})
