import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { getTarget } from '@/lib/rollouts/get-target'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker
let plane: ControlPlane

const healthy = (is: boolean) => plane.setModes({ default: { healthy: is } })
/** A check against the control plane, as YAML. */
const check = (more: string) =>
  `{ name: health, check: http, with: { url: "${plane.url}/health", pass: response.status == 200 }, every: 1s, ${more} }`

const instant = '  apply: { driver: simulator, with: { seconds: 0 } }\n'

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(10)
  await scene.addOperation(instant)
  plane = await startControlPlane()
  worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
})
afterAll(async () => {
  await worker?.stop()
  await plane?.close()
})

/** `HH:MM` in UTC, so many hours from now. */
const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16)

describe('a window', () => {
  it('that is open lets its phase begin; one that is closed holds its own, and says until when', async () => {
    const from = clock(2)
    await scene.addPolicy(`  phases:
    - id: open
      select: cluster.region == "r1"
      before: [{ window: { from: "${clock(-2)}", to: "${clock(2)}", timezone: UTC } }]
    - id: closed
      after: []
      select: "true"
      before: [{ window: { from: "${from}", to: "${clock(4)}", timezone: UTC } }]
`)
    const id = await scene.launch()
    const held = await scene.until(id, ({ phases }) => phases[0]?.state === 'succeeded')
    expect(held.phases[1]).toMatchObject({ state: 'waiting', counts: { pending: 5 } })
    const opensAt = held.phases[1]?.gates[0]?.openings[0]?.opensAt
    expect(opensAt?.slice(11, 16)).toBe(from)
    expect(held.phases[1]?.gates[0]).toMatchObject({ state: 'closed', expiresAt: opensAt })
    expect(held.phases[1]?.gates[0]?.openings).toHaveLength(5)
    expect(held.waitingFor).toMatchObject([{ kind: 'window', phase: 'closed', targets: 5, until: opensAt }])
    const { explanation } = await getTarget(services, { rollout: id, cluster: 'c-0001' })
    expect(explanation).toMatchObject([{ kind: 'window', until: opensAt }])
    await abortRollout(services, scene.launcher.actor, { rollout: id })
    await scene.untilState(id, 'aborted')
  })
})

describe('a check', () => {
  it('before a phase holds it until it passes for long enough, and tells what it sees', async () => {
    healthy(false)
    await scene.addPolicy(`  phases: [{ select: "true", before: [{ check: ${check('for: 1s')} }] }]\n`)
    const id = await scene.launch()
    const held = await scene.until(id, ({ phases }) => phases[0]?.gates[0]?.evidence?.state === 'fail')
    expect(held.counts.succeeded).toBe(0)
    expect(held.waitingFor[0]).toMatchObject({
      kind: 'check',
      message: expect.stringContaining('answered 500'),
    })
    const later = await scene.until(id, ({ phases }) => {
      const { since = '', checkedAt = '' } = phases[0]?.gates[0]?.evidence ?? {}
      return Date.parse(checkedAt) > Date.parse(since) + 1_500
    })
    expect(later.lastSeq).toBe(held.lastSeq)
    healthy(true)
    const done = await scene.untilState(id, 'succeeded')
    expect(done.phases[0]?.gates[0]).toMatchObject({ state: 'open', evidence: { state: 'pass' } })
  })

  it('after a phase keeps the next one back; when its time is over the rollout pauses, and a resume asks anew', async () => {
    healthy(false)
    await scene.addPolicy(
      `  phases: [{ select: cluster.region == "r1", checks: [${check('timeout: 2s')}] }, { select: "true" }]\n`,
    )
    const id = await scene.launch()
    const paused = await scene.untilState(id, 'paused')
    expect(paused).toMatchObject({ pauseCause: 'gate_expired', counts: { succeeded: 5, pending: 5 } })
    expect(paused.pauseDetail).toContain('did not pass within 2s')
    healthy(true)
    await resumeRollout(services, scene.launcher.actor, { rollout: id })
    await scene.untilState(id, 'succeeded')
  })

  it('that asks for a cluster is refused where it is published, with its line', async () => {
    const source = `  phases:\n    - select: "true"\n      checks: [{ name: x, check: http, with: { url: "{{ connection.url }}", pass: "true" } }]\n`
    await expect(scene.addPolicy(source)).rejects.toThrow(/^line 7: .*connection is not known here/)
  })
})

describe('a guard', () => {
  it('pauses the rollout when it fails, also while nothing is in flight, and is looked at anew after a resume', async () => {
    healthy(true)
    await scene.addPolicy(
      `  guards: [${check('failAfter: 1s')}]\n  phases: [{ select: "true", before: [{ soak: 5s }] }]\n`,
    )
    const id = await scene.launch()
    const fine = await scene.until(id, ({ guards }) => guards[0]?.evidence?.state === 'pass')
    expect(fine.guards[0]).toMatchObject({ name: 'health', failingSince: null, pausesAt: null })
    healthy(false)
    const paused = await scene.untilState(id, 'paused')
    expect(paused).toMatchObject({ pauseCause: 'guard', counts: { pending: 10 } })
    expect(paused.pauseDetail).toMatch(/^the guard health fails for \ds: GET .* answered 500/)
    expect(paused.waitingFor[0]?.message).toContain('the guard health fails')
    healthy(true)
    await resumeRollout(services, scene.launcher.actor, { rollout: id })
    await scene.untilState(id, 'succeeded')
  })
})
