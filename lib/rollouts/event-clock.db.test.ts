import { beforeAll, expect, it } from 'vitest'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setPlainScene } from '@/lib/testing/engine/scene'
import { pauseRollout } from './pause-rollout'
import { resumeRollout } from './resume-rollout'

const database = testDatabase()
/** How far the clock of this process is ahead of the true time. */
let aheadMs = 0
const services = {
  get pool() {
    return database.pool
  },
  now: () => new Date(Date.now() + aheadMs),
}
let scene: Scene

beforeAll(async () => {
  scene = await setPlainScene(services)
})

it('events never go back in time, though the machines that write them disagree about it', async () => {
  const rollout = await scene.launch()
  for (const skewMs of [0, 300, -300, 5_000, 0]) {
    aheadMs = skewMs
    await pauseRollout(services, scene.launcher.actor, { rollout })
    await resumeRollout(services, scene.launcher.actor, { rollout })
  }
  const events = await database.sql.query<{ at: Date }>(
    'SELECT at FROM event WHERE rollout_id = $1 ORDER BY seq',
    [rollout],
  )
  const moments = events.map(({ at }) => at.getTime())
  expect(moments.length).toBeGreaterThan(10)
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
})
