import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadClustersById } from '@/lib/clusters/load'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { getTarget } from '@/lib/rollouts/get-target'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from '@/lib/worker/worker'
import { activeFreezes } from './active-freezes'
import { createFreeze } from './create-freeze'
import { endFreeze } from './end-freeze'
import { endOverride } from './end-override'
import { overrideFreeze } from './override-freeze'

/** Freezes of hours of the week, with a worker: two rollouts in two regions, on the clock of the machine. */

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker

const operation = (seconds: number) => `  apply: { driver: simulator, with: { seconds: ${seconds} } }\n`

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(12)
  await scene.addOperation(operation(0))
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 1 }]\n')
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

const admin = () => scene.admin.actor
const inRegion = (region: string) => ({ select: `cluster.region == "${region}"` })
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)
/** Hours of every day, from and to so many hours from now; whole minutes, as a clock shows them. */
function hours(from: number, to: number) {
  const [opens, closes] = [inHours(from), inHours(to)].map((at) => at.toISOString().slice(0, 16))
  const clock = (minute = '') => minute.slice(11)
  return {
    recurrence: { from: clock(opens), to: clock(closes), timezone: 'UTC' },
    closesAt: `${closes}:00.000Z`,
  }
}
const hoursOf = (from: number, to: number) => ({ recurrence: hours(from, to).recurrence })
const freeze = async (more: Partial<Parameters<typeof createFreeze>[2]>) =>
  (await createFreeze(services, admin(), { title: 'Trading hours', reason: 'trading', ...more })).id
const frozen = (id: string) =>
  scene.until(id, ({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'freeze'))
/** When the targets of a rollout were started, by its log. */
async function startsOf(id: string): Promise<number[]> {
  const rows = await database.sql.query<{ at: Date }>(
    `SELECT at FROM event WHERE rollout_id = $1 AND type = 'target.started' ORDER BY seq`,
    [Number(id)],
  )
  return rows.map(({ at }) => at.getTime())
}

describe('rule: windows and freezes, a freeze of hours of the week', () => {
  it('holds in its hours, lets go for the rollout that overrides it, and holds again when that ends', async () => {
    const { recurrence, closesAt: until } = hours(-1, 2)
    const id = await freeze({ recurrence })
    const mine = await scene.launch(inRegion('r1'))
    const other = await scene.launch(inRegion('r2'))
    for (const one of [mine, other]) {
      const { waitingFor, counts } = await frozen(one)
      expect(counts.pending).toBe(6)
      expect(waitingFor).toMatchObject([{ kind: 'freeze', targets: 6, until }])
    }
    const { explanation } = await getTarget(services, { rollout: mine, cluster: 'c-0000' })
    expect(explanation).toMatchObject([
      {
        kind: 'freeze',
        message: 'The freeze “Trading hours” holds it: trading.',
        until,
        unblockedBy: 'an admin: end the freeze, or override it for this rollout',
      },
    ])

    const expiresAt = inHours(1).toISOString()
    const asked = { id, rollout: mine, reason: 'the bank agreed', expiresAt }
    await expect(overrideFreeze(services, scene.launcher.actor, asked)).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { override } = await overrideFreeze(services, admin(), asked)
    await scene.until(mine, ({ counts }) => counts.succeeded === 6)
    await endOverride(services, admin(), { id, override })
    const again = await scene.launch(inRegion('r1'))
    await frozen(again)
    expect(await startsOf(again)).toEqual([])
    expect(await startsOf(other)).toEqual([])

    await endFreeze(services, admin(), { id })
    for (const one of [other, again]) await scene.untilState(one, 'succeeded')
  }, 60_000)

  it('that is overridden for a while holds what is left when the while is over', async () => {
    await scene.addOperation(operation(0.6))
    const id = await freeze(hoursOf(-1, 2))
    const mine = await scene.launch(inRegion('r1'))
    await frozen(mine)
    const expiresAt = inHours(1).toISOString()
    await overrideFreeze(services, admin(), { id, rollout: mine, reason: 'one or two', expiresAt })
    await scene.until(mine, ({ counts }) => counts.succeeded > 0)
    const [row] = await database.sql.query<{ at: Date }>(
      `UPDATE freeze_override SET expires_at = now() WHERE rollout_id = $1 RETURNING expires_at AS at`,
      [Number(mine)],
    )
    const held = await scene.until(
      mine,
      ({ counts, waitingFor }) => counts.applying === 0 && waitingFor.some(({ kind }) => kind === 'freeze'),
    )
    expect(held.counts.pending).toBeGreaterThan(0)
    // A look says for a second what it has seen.
    const last = Math.max(...(await startsOf(mine)))
    expect(last).toBeLessThanOrEqual((row?.at.getTime() ?? 0) + 1_000)
    await endFreeze(services, admin(), { id })
    await scene.untilState(mine, 'succeeded')
    await scene.addOperation(operation(0))
  }, 60_000)

  it('lets go by itself at its end, in the middle of its hours, and nothing starts before', async () => {
    const endsAt = new Date(Date.now() + 3_000)
    await freeze({ ...hoursOf(-1, 2), endsAt: endsAt.toISOString() })
    const id = await scene.launch(inRegion('r1'))
    const held = await scene.until(
      id,
      ({ state, waitingFor }) => state === 'succeeded' || waitingFor.some(({ kind }) => kind === 'freeze'),
    )
    if (held.state !== 'succeeded')
      expect(held.waitingFor).toMatchObject([{ kind: 'freeze', until: endsAt.toISOString() }])
    await scene.untilState(id, 'succeeded')
    expect(Math.min(...(await startsOf(id)))).toBeGreaterThanOrEqual(endsAt.getTime())
  }, 60_000)

  it('that is only announced puts off when a cluster says it could start, unless it is overridden', async () => {
    const opens = hours(1, 5)
    const { from, to } = opens.recurrence
    await scene.addPolicy(
      `  phases: [{ select: "true", before: [{ window: { from: "${from}", to: "${to}", timezone: UTC } }] }]\n`,
    )
    const endsAt = inHours(2).toISOString()
    const select = 'cluster.region == "r1"'
    const id = await freeze({ title: 'Sale', select, startsAt: inHours(0.5).toISOString(), endsAt })
    const mine = await scene.launch()
    const held = await scene.until(mine, ({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'window'))
    const opensAt = held.phases[0]?.gates[0]?.expiresAt
    const reasonsOf = async (cluster: string) =>
      (await getTarget(services, { rollout: mine, cluster })).explanation
    const [frozen] = await reasonsOf('c-0000')
    expect(frozen).toMatchObject({ kind: 'window', until: endsAt })
    expect(frozen?.message).toContain('When it opens, the freeze “Sale” holds it.')
    expect(await reasonsOf('c-0001')).toMatchObject([{ kind: 'window', until: opensAt }])
    const asked = { id, rollout: mine, reason: 'the bank agreed', expiresAt: inHours(3).toISOString() }
    await overrideFreeze(services, admin(), asked)
    expect(await reasonsOf('c-0000')).toMatchObject([{ kind: 'window', until: opensAt }])
    await abortRollout(services, scene.launcher.actor, { rollout: mine })
    await scene.untilState(mine, 'aborted')
    await endFreeze(services, admin(), { id })
    await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 1 }]\n')
  })

  it('holds nothing outside of its hours', async () => {
    const id = await freeze(hoursOf(2, 3))
    await scene.untilState(await scene.launch(), 'succeeded')
    await endFreeze(services, admin(), { id })
  })
})

it('a freeze whose selector cannot be read any more holds every cluster', async () => {
  const id = await freeze({ select: 'cluster.region == "r1"', endsAt: inHours(1).toISOString() })
  const held = async () => {
    const clusters = await database.sql.query<{ id: number }>('SELECT id FROM cluster')
    const facts = await loadClustersById(
      database.sql,
      clusters.map((cluster) => cluster.id),
    )
    const found = (await activeFreezes(database.sql, 0, Date.now())).find((one) => String(one.id) === id)
    return facts.filter((cluster) => found?.matches(cluster)).length
  }
  expect(await held()).toBe(6)
  await database.sql.query(`UPDATE "freeze" SET "select" = 'cluster.region ==' WHERE id = $1`, [Number(id)])
  expect(await held()).toBe(12)
  await endFreeze(services, admin(), { id })
})
