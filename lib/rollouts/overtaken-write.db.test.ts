import { beforeAll, beforeEach, expect, it } from 'vitest'
import { record } from '@/lib/core/rollout/apply'
import { tickerState } from '@/lib/core/rollout/load'
import { Turn } from '@/lib/core/rollout/state'
import { createFreeze } from '@/lib/freezes/create-freeze'
import { sqlState, transaction } from '@/lib/server/sql'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setPlainScene } from '@/lib/testing/engine/scene'
import { loadRollout } from './load'
import { unsettleRollouts } from './unsettle-rollouts'
import { writeStatement } from './write-statement'

/** What a worker has decided is written as long as nobody was faster; here without a worker, write by write. */

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let rollout: number

beforeAll(async () => {
  scene = await setPlainScene(services)
})

beforeEach(async () => {
  rollout = Number(await scene.launch())
})

/** Reads a rollout as a worker does, and decides that its only target starts. @returns how to write that. */
async function decided(id: number): Promise<() => Promise<number | undefined>> {
  const loaded = await transaction(database.pool, (tx) =>
    loadRollout(tx, id, { lock: false, targets: 'all' }),
  )
  const now = Date.now()
  const state = tickerState(loaded)
  const turn = new Turn()
  for (const target of loaded.targets)
    record(state, turn, { type: 'target.started', target, data: null }, now)
  const options = { actor: 'system:engine', now, byCommand: false, wakeAt: now, leaseUntil: now + 5_000 }
  const { text, values } = writeStatement(state, turn, loaded.standing, options)
  return async () => (await database.pool.query<{ written: number }>(text, values)).rows[0]?.written
}

async function standsAt(id: number): Promise<unknown> {
  const [row] = await database.sql.query<{ state: string }>(
    `SELECT t.state, (SELECT count(*)::int FROM lease WHERE rollout_id = $1) AS leases,
       (SELECT count(*)::int FROM event WHERE rollout_id = $1 AND type = 'target.started') AS started
     FROM target t WHERE t.rollout_id = $1`,
    [id],
  )
  return row
}
const untouched = { state: 'pending', leases: 0, started: 0 }

it('is written once, whole, when nobody was faster', async () => {
  const write = await decided(rollout)
  expect([await write(), await write()]).toEqual([1, 0])
  expect(await standsAt(rollout)).toEqual({ state: 'applying', leases: 1, started: 1 })
  await database.sql.query('DELETE FROM lease')
})

it.each([
  ['a rule over the whole fleet has changed, which leaves no event', unsettleRollouts],
  [
    'a freeze was made',
    () => {
      const endsAt = new Date(Date.now() + 60_000).toISOString()
      return createFreeze(services, scene.admin.actor, { title: 'Peak', reason: 'peak', endsAt })
    },
  ],
  [
    'another worker has taken over',
    (tx: Parameters<typeof unsettleRollouts>[0]) =>
      tx.query('UPDATE rollout SET fence = fence + 1 WHERE id = $1', [rollout]),
  ],
])('is not written, nothing of it, when %s', async (_, overtake) => {
  const write = await decided(rollout)
  await transaction(database.pool, async (tx) => {
    await overtake(tx)
  })
  expect(await write()).toBe(0)
  expect(await standsAt(rollout)).toEqual(untouched)
})

it('is not written, nothing of it, when another rollout has just got the cluster', async () => {
  const other = Number(await scene.launch())
  const [mine, theirs] = [await decided(rollout), await decided(other)]
  expect(await theirs()).toBe(1)
  await expect(mine()).rejects.toSatisfy((error) => sqlState(error) === '23505')
  expect(await standsAt(rollout)).toEqual(untouched)
})
