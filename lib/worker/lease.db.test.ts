import { beforeAll, beforeEach, expect, it } from 'vitest'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setPlainScene } from '@/lib/testing/engine/scene'
import { findOrphans, mayStart, renewLeases, takeLease } from './lease'

/** Who carries a rollout, by the statements themselves; here without a worker. */

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let id: number

beforeAll(async () => {
  scene = await setPlainScene(services)
})
beforeEach(async () => {
  id = Number(await scene.launch())
})

const take = (worker: string) => takeLease(database.sql, id, worker)
const may = (fence: number, back = false) => mayStart(database.sql, { id, fence }, back)
const keeps = async (fence: number) => (await renewLeases(database.sql, [{ id, fence }])).has(id)
/** Makes the term of the lease run out, as it does for a worker that is not heard of. */
const runOut = () =>
  database.sql.query(`UPDATE rollout SET lease_until = now() - interval '1 second' WHERE id = $1`, [id])

it('one worker has a rollout; whoever asks meanwhile does not get it', async () => {
  const fence = await take('first')
  expect(fence).not.toBeNull()
  expect(await take('second')).toBeNull()
  expect(await may(fence ?? 0)).toBe(true)
  expect(await keeps(fence ?? 0)).toBe(true)
})

it('whoever takes over gets a higher token, and the one before may neither start nor renew any more', async () => {
  const first = (await take('first')) ?? 0
  await runOut()
  expect(await may(first)).toBe(false)
  const second = (await take('second')) ?? 0
  expect(second).toBeGreaterThan(first)
  expect(await may(second)).toBe(true)
  expect(await may(first)).toBe(false)
  expect(await keeps(first)).toBe(false)
  expect(await keeps(second)).toBe(true)
})

it('a lease that has run out is kept on by its holder as long as nobody has taken over', async () => {
  const fence = (await take('first')) ?? 0
  await runOut()
  expect(await keeps(fence)).toBe(true)
  expect(await may(fence)).toBe(true)
  expect(await take('second')).toBeNull()
})

it('a start may be sent only the way that the rollout goes, and none while it is held', async () => {
  const fence = (await take('first')) ?? 0
  const goes = (state: string) =>
    database.sql.query('UPDATE rollout SET state = $2::rollout_state WHERE id = $1', [id, state])
  expect([await may(fence), await may(fence, true)]).toEqual([true, false])
  await goes('rolling_back')
  expect([await may(fence), await may(fence, true)]).toEqual([false, true])
  for (const state of ['paused', 'aborting']) {
    await goes(state)
    expect([await may(fence), await may(fence, true)]).toEqual([false, false])
  }
})

it('what nobody carries is found when it is due, and what somebody carries when they are not heard of', async () => {
  const isFound = async () => (await findOrphans(database.sql)).includes(id)
  const wakes = (at: string) =>
    database.sql.query(`UPDATE rollout SET wake_at = now() + $2::interval WHERE id = $1`, [id, at])
  await wakes('-1 second')
  expect(await isFound()).toBe(true)
  await wakes('1 hour')
  expect(await isFound()).toBe(false)
  await wakes('-1 second')
  await take('first')
  expect(await isFound()).toBe(false)
  await runOut()
  expect(await isFound()).toBe(true)
})
