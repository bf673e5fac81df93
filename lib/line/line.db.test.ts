import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getTarget } from '@/lib/rollouts/get-target'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import { type Sql, transaction } from '@/lib/server/sql'
import { startsAfter } from '@/lib/testing/control-plane/invariants'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { eventually } from '@/lib/testing/faults/eventually'
import { mayStart } from '@/lib/worker/lease'
import type { Worker } from '@/lib/worker/worker'
import { lockLine } from './lock-line'
import { getLine } from './queries'
import { releaseLine } from './release-line'
import { stopLine } from './stop-line'

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
const workers: Worker[] = []

beforeAll(async () => {
  plane = await startControlPlane({ modes: { default: { durationMs: 400 } } })
  scene = await setScene(services)
  await scene.addFleet(60, { regions: ['r0', 'r1', 'r2'], connection: { url: plane.url } })
  await scene.addOperation(`  retry: { attempts: 1 }
  apply:${planeDriver}`)
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 2, failureBudget: { max: 1 } }]\n')
  const options = { privateNetworks: ['127.0.0.0/8'] }
  for (let i = 0; i < 2; i++) workers.push(await startTestWorker(database.url, options))
})
afterAll(async () => {
  for (const worker of workers) await worker.stop()
  await plane?.close()
})

const inRegion = (region: string) => ({ select: `cluster.region == "${region}"` })
const stop = () => stopLine(services, scene.launcher.actor, { reason: 'the gateway burns' })
const release = () => releaseLine(services, scene.launcher.actor, { reason: 'the fire is out' })
const begun = (id: string) => scene.until(id, ({ counts }) => counts.succeeded >= 1)
/** Lets a target of a rollout that is over have failed, so that there is something to try again. */
const failOne = (id: string) =>
  database.sql.query(
    `WITH one AS (SELECT id, phase_index FROM target WHERE rollout_id = $1 AND state = 'succeeded' LIMIT 1),
       t AS (UPDATE target SET state = 'failed', reason = 'error' FROM one WHERE target.id = one.id)
     UPDATE phase SET succeeded = succeeded - 1, failed = failed + 1 FROM one
     WHERE phase.rollout_id = $1 AND phase.index = one.phase_index`,
    [Number(id)],
  )
const stopRow = (sql: Sql) =>
  sql.query(`INSERT INTO line_stop (reason, stopped_at, stopped_by_id) VALUES ('x', now(), $1)`, [
    scene.admin.actor.userId,
  ])

describe('rule: stop of the line', () => {
  it('holds every rollout at once, and lets go again exactly those that it had paused', async () => {
    const ids = [await scene.launch(inRegion('r0')), await scene.launch(inRegion('r1'))]
    const paused = await scene.launch(inRegion('r2'))
    const draft = await scene.launch({ start: false })
    for (const id of [...ids, paused]) await begun(id)
    await pauseRollout(services, scene.launcher.actor, { rollout: paused, reason: 'mine' })

    const { held } = await stop()
    const at = Date.now()
    expect(held).toEqual(ids)
    expect(await getLine(database.sql)).toMatchObject({
      stopped: true,
      reason: 'the gateway burns',
      held: ids,
    })
    await sleep(2_500)
    expect(startsAfter(plane.journal.entries(), at + 1_000)).toEqual([])
    for (const id of ids) {
      const now = await scene.until(id, ({ counts }) => counts.applying === 0)
      expect(now).toMatchObject({ state: 'paused', pauseCause: 'stop_the_line' })
      expect(now.waitingFor[0]?.message).toContain('launcher stopped the line: the gateway burns')
      expect(now.waitingFor[0]?.unblockedBy).toContain('release')
    }
    expect((await scene.rollout(draft)).waitingFor[0]).toMatchObject({ kind: 'line' })
    const target = await getTarget(services, { rollout: draft, cluster: 'c-0000' })
    expect(target.explanation[0]).toMatchObject({ kind: 'line', unblockedBy: expect.any(String) })

    const answer = await release()
    expect(answer).toEqual({ released: ids, kept: [] })
    for (const id of ids) await scene.untilState(id, 'succeeded', 40_000)
    expect((await scene.rollout(paused)).state).toBe('paused')
    expect((await scene.rollout(draft)).state).toBe('draft')
  }, 90_000)

  it('refuses whatever would start something, and leaves everything else possible', async () => {
    const running = await scene.launch(inRegion('r0'))
    const draft = await scene.launch({ start: false, ...inRegion('r1') })
    await begun(running)
    await stop()
    const stopped = { code: 'conflict', message: expect.stringContaining('The line was stopped by launcher') }
    await expect(stop()).rejects.toMatchObject(stopped)
    await expect(scene.launch(inRegion('r2'))).rejects.toMatchObject(stopped)
    await expect(scene.start(draft)).rejects.toMatchObject(stopped)
    await expect(resumeRollout(services, scene.launcher.actor, { rollout: running })).rejects.toMatchObject(
      stopped,
    )
    const finished = await database.sql.query<{ id: number }>(
      `SELECT id FROM rollout WHERE state = 'succeeded' LIMIT 1`,
    )
    const over = String(finished[0]?.id)
    await failOne(over)
    const retry = { rollout: over, select: 'true' }
    await expect(retryTargets(services, scene.launcher.actor, retry)).rejects.toMatchObject(stopped)
    expect(await scene.launch({ start: false, ...inRegion('r2') })).toMatch(/^\d+$/)

    // Who pauses what the line holds keeps it.
    await pauseRollout(services, scene.launcher.actor, { rollout: running, reason: 'I want to look' })
    expect(await release()).toEqual({
      released: [],
      kept: [{ rollout: running, why: 'It is paused (manual).' }],
    })
    expect((await scene.rollout(running)).pauseCause).toBe('manual')
    await expect(release()).rejects.toMatchObject({ code: 'conflict' })
  }, 60_000)

  it('keeps a rollout whose failure budget was spent while the line was stopped', async () => {
    plane.setModes({ default: { durationMs: 1_500, outcome: 'failed' } })
    const id = await scene.launch({ ...inRegion('r1') })
    await scene.until(id, ({ counts }) => counts.applying === 2)
    await stop()
    await scene.until(id, ({ counts }) => counts.failed === 2)
    expect(await release()).toEqual({ released: [], kept: [{ rollout: id, why: 'It is paused (budget).' }] })
    expect((await scene.rollout(id)).pauseCause).toBe('budget')
    plane.setModes({ default: { durationMs: 400 } })
  }, 60_000)

  it('gives no permit to start, also for a start that was decided before', async () => {
    const id = await scene.launch(inRegion('r2'))
    await begun(id)
    const [row] = await database.sql.query<{ fence: number }>('SELECT fence FROM rollout WHERE id = $1', [
      Number(id),
    ])
    const held = { id: Number(id), fence: row?.fence ?? 0 }
    expect(await mayStart(database.sql, held, false)).toBe(true)
    await stopRow(database.sql)
    expect(await mayStart(database.sql, held, false)).toBe(false)
    await release()
    await scene.untilState(id, 'succeeded', 40_000)
  }, 60_000)

  it('serves every launch before or after it, never beside it', async () => {
    const launches = Array.from({ length: 6 }, () => scene.launch(inRegion('r0')).catch(() => null))
    const [, ...ids] = await Promise.all([stop(), ...launches])
    for (const id of ids) {
      if (id) expect((await scene.rollout(id)).state).toBe('paused')
    }
    const states = await database.sql.query(`SELECT 1 FROM rollout WHERE state = 'running'`)
    expect(states).toEqual([])
    await release()
  }, 60_000)

  it('lets nothing begin beside a stop that is under way: it waits for its end, and is refused', async () => {
    const draft = await scene.launch({ start: false, ...inRegion('r1') })
    const over = await scene.launch(inRegion('r0'))
    await scene.untilState(over, 'succeeded', 40_000)
    await failOne(over)
    const asked = await transaction(database.pool, async (tx) => {
      await lockLine(tx, 'exclusive')
      await stopRow(tx)
      const tries = [
        scene.start(draft),
        retryTargets(services, scene.launcher.actor, { rollout: over, select: 'true' }),
      ]
      const outcomes = tries.map((one) =>
        one.then(
          () => 'begun',
          ({ code }) => code,
        ),
      )
      await eventually('both wait for the stop', 10_000, async () => {
        const waiting = await database.sql.query(
          `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
           WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted`,
        )
        return waiting.length >= tries.length || undefined
      })
      return outcomes
    })
    expect(await Promise.all(asked)).toEqual(['conflict', 'conflict'])
    expect((await scene.rollout(draft)).state).toBe('draft')
    await release()
  }, 60_000)
})
