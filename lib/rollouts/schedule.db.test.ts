import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { releaseLine } from '@/lib/line/release-line'
import { stopLine } from '@/lib/line/stop-line'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setPlainScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from '@/lib/worker/worker'
import { getTarget } from './get-target'
import { scheduleRollout } from './schedule-rollout'
import { startDueRollouts } from './start-due-rollouts'

const database = testDatabase()
const hour = 3_600_000
/** How far the clock of the services is ahead; moved by hand, so that nothing waits for a moment to come. */
let aheadMs = 0
const services = {
  get pool() {
    return database.pool
  },
  now: () => new Date(Date.now() + aheadMs),
}
let scene: Scene
let worker: Worker | undefined

beforeAll(async () => {
  scene = await setPlainScene(services, 2)
})
afterAll(() => worker?.stop())

const inOneHour = () => new Date(services.now().getTime() + hour).toISOString()
const starts = async (rollout: string) =>
  (
    await database.sql.query<{ actor: string }>(
      `SELECT actor FROM event WHERE rollout_id = $1 AND type = 'rollout.started'`,
      [rollout],
    )
  ).map(({ actor }) => actor)

describe('a launch for later', () => {
  it('waits as a draft that says when it starts, in sum and for each cluster', async () => {
    const startAt = inOneHour()
    const id = await scene.launch({ startAt })
    expect(await scene.rollout(id)).toMatchObject({ state: 'draft', startAt, startedAt: null })
    expect((await scene.rollout(id)).waitingFor[0]).toMatchObject({ kind: 'scheduled', until: startAt })
    const target = await getTarget(services, { rollout: id, cluster: 'c-0000' })
    expect(target.explanation[0]).toMatchObject({ kind: 'scheduled', until: startAt })
    await startDueRollouts(services)
    expect(await starts(id)).toEqual([])
    await scheduleRollout(services, scene.launcher.actor, { rollout: id, startAt: null })
  })

  it('starts once at its moment, however many workers look', async () => {
    const id = await scene.launch({ startAt: inOneHour() })
    aheadMs += hour
    await Promise.all([1, 2, 3].map(() => startDueRollouts(services)))
    expect(await starts(id)).toEqual(['system:schedule'])
    expect(await scene.rollout(id)).toMatchObject({ state: 'running', startAt: null })
    const audit = await database.sql.query(
      `SELECT actor FROM audit WHERE action = 'rollout.start' AND object = $1`,
      [id],
    )
    expect(audit).toHaveLength(1)
  })

  it('does not start once it was called off', async () => {
    const id = await scene.launch({ startAt: inOneHour() })
    await scheduleRollout(services, scene.launcher.actor, {
      rollout: id,
      startAt: null,
      reason: 'not tonight',
    })
    aheadMs += hour
    await startDueRollouts(services)
    expect(await starts(id)).toEqual([])
    expect((await scene.rollout(id)).waitingFor[0]).toMatchObject({ kind: 'draft' })
  })

  it('waits while the line is stopped, and follows when it is released', async () => {
    const id = await scene.launch({ startAt: inOneHour() })
    await stopLine(services, scene.launcher.actor, { reason: 'the gateway burns' })
    aheadMs += hour
    await startDueRollouts(services)
    expect(await starts(id)).toEqual([])
    expect((await scene.rollout(id)).waitingFor.map(({ kind }) => kind)).toContain('line')
    await releaseLine(services, scene.launcher.actor, { reason: 'the fire is out' })
    await startDueRollouts(services)
    expect(await starts(id)).toEqual(['system:schedule'])
  })

  it('is refused for a moment that has passed, and for a draft that is to stay one', async () => {
    const past = new Date(services.now().getTime() - 1).toISOString()
    await expect(scene.launch({ startAt: past })).rejects.toThrow(/has passed/)
    await expect(scene.launch({ startAt: inOneHour(), start: false })).rejects.toThrow(/leave out start/)
    await expect(scene.launch({ startAt: 'tonight' })).rejects.toThrow(/must be a moment/)
  })

  it('is started by a worker that nobody has told of it', async () => {
    aheadMs = 0
    const id = await scene.launch({ startAt: inOneHour() })
    await database.sql.query('UPDATE rollout SET start_at = now() WHERE id = $1', [id])
    worker = await startTestWorker(database.url)
    await scene.untilState(id, 'succeeded')
    expect(await starts(id)).toEqual(['system:schedule'])
  })
})
