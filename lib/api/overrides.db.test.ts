import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as OVERRIDE } from '@/app/api/v1/rollouts/[id]/gates/[gate]/override/route'
import { POST as SKIP } from '@/app/api/v1/rollouts/[id]/phases/[phase]/skip/route'
import { gateAckSchema, targetsAckSchema } from '@/lib/api/schemas/rollouts'
import { approveGate } from '@/lib/rollouts/approve-gate'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import type { Worker } from '@/lib/worker/worker'

const database = testDatabase()
const services = testWebServices(database)
let scene: Scene
let worker: Worker
/** An admin who has written none of the policies. */
let root: TestPerson

beforeAll(async () => {
  scene = await setScene(services())
  root = await addPerson(services(), 'root', 'admin')
  await scene.addFleet(4)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

const twoPhases = `  phases:
    - { id: one, select: cluster.region == "r1", before: [{ approval: { role: approver } }] }
    - { id: two, select: "true", before: [{ approval: { role: approver } }] }
`
const path = (id: string, rest: string) => `/api/v1/rollouts/${id}/${rest}`
const auditOf = (action: string) =>
  database.sql.query<{ actor: string; object: string; data: Record<string, unknown> }>(
    'SELECT actor, object, data FROM audit WHERE action = $1 ORDER BY id DESC LIMIT 1',
    [action],
  )

describe('overriding a gate', () => {
  it('opens it for admins only, once, and whoever did it cannot approve the next one', async () => {
    await scene.addPolicy(twoPhases)
    const id = await scene.launch()
    await scene.until(id, ({ phases }) => phases[0]?.gates[0]?.requestedAt != null)
    const call = (token: string, json: unknown = { reason: 'the bank waits' }) =>
      callRoute(OVERRIDE, path(id, 'gates/one.before.0/override'), { token, json })
    for (const { token } of [scene.launcher, scene.approver]) expect((await call(token)).status).toBe(403)
    expect(await call(root.token, {})).toMatchObject({ status: 400 })
    expect(await call(root.token, { reason: ' ' })).toMatchObject({ status: 400 })
    const answer = await call(root.token)
    expect(answer.status).toBe(200)
    expect(gateAckSchema.parse(answer.body).gate).toMatchObject({
      state: 'open',
      override: { user: 'root', reason: 'the bank waits' },
    })
    expect(await call(root.token)).toMatchObject({ status: 409, body: { state: 'open' } })
    expect(await auditOf('gate.override')).toMatchObject([
      { actor: 'root', object: `${id}/one.before.0`, data: { input: { reason: 'the bank waits' } } },
    ])
    const events = await database.sql.query(
      `SELECT actor, phase, data->>'gate' AS gate FROM event WHERE rollout_id = $1 AND type = 'gate.overridden'`,
      [Number(id)],
    )
    expect(events).toEqual([{ actor: 'root', phase: 'one', gate: 'one.before.0' }])
    const next = await scene.until(id, ({ phases }) => phases[1]?.gates[0]?.requestedAt != null)
    expect(next.phases[0]).toMatchObject({ state: 'succeeded', gates: [{ override: { user: 'root' } }] })
    const approve = (who: TestPerson) =>
      approveGate(services(), who.actor, { rollout: id, gate: 'two.before.0' })
    await expect(approve(root)).rejects.toThrow(/overrode something/)
    await approve(scene.approver)
    await scene.untilState(id, 'succeeded')
  })
})

describe('skipping a phase', () => {
  it('takes its clusters out, and the gate of the next one still asks', async () => {
    await scene.addPolicy(twoPhases)
    const id = await scene.launch()
    await scene.until(id, ({ phases }) => phases[0]?.gates[0]?.requestedAt != null)
    const skip = (phase: string, token: string, json: unknown = { reason: 'not tonight' }) =>
      callRoute(SKIP, path(id, `phases/${phase}/skip`), { token, json })
    expect((await skip('one', scene.approver.token)).status).toBe(403)
    expect((await skip('one', scene.launcher.token, {})).status).toBe(400)
    expect((await skip('nope', scene.launcher.token)).status).toBe(404)
    const answer = await skip('one', scene.launcher.token)
    expect(answer.status).toBe(200)
    expect(targetsAckSchema.parse(answer.body).targets).toBe(2)
    expect(await auditOf('phase.skip')).toMatchObject([{ object: `${id}/one`, data: { targets: 2 } }])
    const asks = await scene.until(id, ({ phases }) => phases[1]?.gates[0]?.requestedAt != null)
    expect(asks.phases.map(({ state }) => state)).toEqual(['skipped', 'waiting'])
    expect(asks.counts).toMatchObject({ skipped: 2, pending: 2 })
    expect(await skip('one', scene.launcher.token)).toMatchObject({ status: 409, body: { state: 'skipped' } })
    await approveGate(services(), scene.approver.actor, { rollout: id, gate: 'two.before.0' })
    const done = await scene.untilState(id, 'succeeded')
    expect(done.counts).toMatchObject({ skipped: 2, succeeded: 2 })
  })
})
