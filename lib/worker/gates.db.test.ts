import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { getTarget } from '@/lib/rollouts/get-target'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

const database = testDatabase()
const services = {
  get pool() {
    return database.pool
  },
  now: () => new Date(),
}
let scene: Scene
let worker: Worker

const instant = '  apply: { driver: simulator, with: { seconds: 0 } }\n'

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(10)
  await scene.addOperation(instant)
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

/** `HH:MM` in UTC, so many hours from now. */
const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16)

describe('a window', () => {
  it('that is open lets its phase begin; one that is closed holds its own, and says until when', async () => {
    await scene.addPolicy(`  phases:
    - id: open
      select: cluster.region == "r1"
      before: [{ window: { from: "${clock(-2)}", to: "${clock(2)}", timezone: UTC } }]
    - id: closed
      after: []
      select: "true"
      before: [{ window: { from: "${clock(2)}", to: "${clock(4)}", timezone: UTC } }]
`)
    const id = await scene.launch()
    const held = await scene.until(id, ({ phases }) => phases[0]?.state === 'succeeded')
    expect(held.phases[1]).toMatchObject({ state: 'waiting', counts: { pending: 5 } })
    const opensAt = held.phases[1]?.gates[0]?.openings[0]?.opensAt
    expect(opensAt?.slice(11, 16)).toBe(clock(2))
    expect(held.phases[1]?.gates[0]).toMatchObject({ state: 'closed', expiresAt: opensAt })
    expect(held.phases[1]?.gates[0]?.openings).toHaveLength(5)
    expect(held.waitingFor).toMatchObject([{ kind: 'window', phase: 'closed', targets: 5, until: opensAt }])
    const { explanation } = await getTarget(services, { rollout: id, cluster: 'c-0001' })
    expect(explanation).toMatchObject([{ kind: 'window', until: opensAt }])
    await abortRollout(services, scene.launcher.actor, { rollout: id })
    await scene.untilState(id, 'aborted')
  })
})
