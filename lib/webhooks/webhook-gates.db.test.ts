import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as ANSWER } from '@/app/api/v1/rollouts/[id]/gates/[gate]/answer/route'
import { gateAnswerSchema } from '@/lib/api/schemas/rollouts'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { overrideGate } from '@/lib/rollouts/override-gate'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { deleteSecret } from '@/lib/secrets/delete-secret'
import { setSecret } from '@/lib/secrets/set-secret'
import { createRateLimiter } from '@/lib/server/next/rate-limiter'
import { callRoute } from '@/lib/testing/call-route'
import { type ChangeBoard, startChangeBoard } from '@/lib/testing/change-board'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { testWebServices } from '@/lib/testing/web-services'
import { keepTold, takeDueNotices } from '@/lib/webhooks/due-notices'
import { spendCall } from '@/lib/webhooks/refuse-caller'
import { signCall } from '@/lib/webhooks/sign-call'
import type { Worker } from '@/lib/worker/worker'

const database = testDatabase()
const services = testWebServices(database)
/** The key that `startTestWorker` opens secrets with. */
const key = { id: 'test', bytes: Buffer.alloc(32) }
const secret = 'shared with the change board'
const gateId = 'all.before.0'
let scene: Scene
let worker: Worker
let board: ChangeBoard

const keep = (name: string) => setSecret(services(), key, scene.admin.actor, { name, value: secret })
const start = (privateNetworks = ['127.0.0.0/8']) => startTestWorker(database.url, { privateNetworks })

beforeAll(async () => {
  services().encryptionKey = () => key
  scene = await setScene(services())
  await scene.addFleet(2)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await keep('board')
  board = await startChangeBoard()
  worker = await start()
})
afterAll(async () => {
  await worker?.stop()
  await board?.close()
})

/** Launches a rollout that asks the change board. */
async function ask(more = 'secret: board'): Promise<string> {
  await scene.addPolicy(
    `  phases: [{ id: all, select: "true", before: [{ webhook: { name: change-board, url: "${board.url}", ${more} } }] }]\n`,
  )
  return scene.launch()
}
const gateOf = ({ phases }: RolloutDto) => phases[0]?.gates[0]
const noticeOf = (rollout: RolloutDto) => gateOf(rollout)?.notice
const told = (id: string, round = 0) =>
  scene.until(
    id,
    (one) => noticeOf(one)?.toldAt != null && heardOf(id).some(({ body }) => body.round === round),
  )
const heardOf = (id: string) => board.heard.filter(({ body }) => body.rollout === id)

interface Said {
  json: object
  secret?: string
  at?: number
  headers?: Record<string, string>
}
/** Answers as an outside system would. */
function answer(id: string, { json, secret: by = secret, at = Date.now(), headers }: Said) {
  const body = JSON.stringify(json)
  const timestamp = String(Math.floor(at / 1_000))
  const signature = signCall(by, { kind: 'answer', timestamp, rollout: id, gate: gateId, body })
  return callRoute(ANSWER, `/api/v1/rollouts/${id}/gates/${gateId}/answer`, {
    body,
    headers: {
      'content-type': 'application/json',
      'upgrader-timestamp': timestamp,
      'upgrader-signature': signature,
      ...headers,
    },
  })
}
const opens = ({ planHash }: RolloutDto, more: object = {}) => ({
  verdict: 'open',
  round: 0,
  planHash,
  ...more,
})
const eventsOf = async (id: string) =>
  (
    await database.sql.query<{ type: string; actor: string }>(
      `SELECT type, actor FROM event WHERE rollout_id = $1 AND type LIKE 'gate.%' ORDER BY seq`,
      [Number(id)],
    )
  ).map(({ type, actor }) => `${type} ${actor}`)

describe('a webhook gate', () => {
  it('tells the outside system, signed, what it asks; the 2xx opens nothing, the signed answer does, once', async () => {
    const id = await ask()
    const waiting = await told(id)
    const [{ text, body, headers } = { text: '', body: {}, headers: {} }] = heardOf(id)
    expect(body).toMatchObject({
      event: 'gate.requested',
      rollout: id,
      gate: gateId,
      name: 'change-board',
      round: 0,
      phase: { id: 'all', targets: 2 },
      planHash: waiting.planHash,
      launchedBy: 'launcher',
      callbackUrl: `http://upgrader.test/api/v1/rollouts/${id}/gates/${gateId}/answer`,
      requestedAt: gateOf(waiting)?.requestedAt,
      expiresAt: gateOf(waiting)?.expiresAt,
    })
    const timestamp = String(headers['upgrader-timestamp'])
    expect(Math.abs(Date.now() / 1_000 - Number(timestamp))).toBeLessThan(60)
    expect(headers['upgrader-signature']).toBe(
      signCall(secret, { kind: 'notice', timestamp, rollout: id, gate: gateId, body: text }),
    )
    const [asked] = await database.sql.query<{ seq: number }>(
      `SELECT seq FROM event WHERE rollout_id = $1 AND type = 'gate.requested'`,
      [Number(id)],
    )
    expect(body.lastSeq).toBe(asked?.seq)
    // What its answer said ("open") is not an answer for the gate.
    expect(gateOf(waiting)).toMatchObject({
      type: 'webhook',
      state: 'closed',
      notice: { attempts: 1, error: null },
    })
    expect(waiting.waitingFor).toMatchObject([
      {
        kind: 'webhook',
        message: 'Waits for the answer of “change-board”.',
        since: gateOf(waiting)?.requestedAt,
      },
    ])

    const call = () =>
      answer(id, { json: opens(waiting, { reason: 'CHG-12' }), at: 1_000 * Number(timestamp) })
    const first = await call()
    expect(first.status, first.text).toBe(200)
    expect(gateAnswerSchema.parse(first.body)).toMatchObject({ state: 'open', round: 0, repeated: false })
    const again = await call()
    expect(again).toMatchObject({ status: 200, body: { state: 'open', repeated: true } })
    const done = await scene.untilState(id, 'succeeded')
    expect(gateOf(done)).toMatchObject({ state: 'open', evidence: { state: 'pass', message: 'CHG-12' } })
    expect(await eventsOf(id)).toEqual([
      'gate.requested system:engine',
      'gate.answered system:webhook:change-board',
      'gate.opened system:webhook:change-board',
    ])
    const audited = await database.sql.query(
      `SELECT data FROM audit WHERE action = 'gate.answer' AND object = $1`,
      [`${id}/${gateId}`],
    )
    expect(audited).toMatchObject([{ data: { verdict: 'open', reason: 'CHG-12', name: 'change-board' } }])
    expect(await answer(id, { json: opens(waiting) })).toMatchObject({ status: 409 })
  })

  it('is asked again after a 503 and after an answer that got lost, under the same key, until it has heard', async () => {
    board.react(503)
    const id = await ask()
    const failed = await scene.until(id, (one) => noticeOf(one)?.error != null)
    expect(noticeOf(failed)).toMatchObject({ toldAt: null, retryAt: expect.any(String) })
    expect(noticeOf(failed)?.error).toMatch(/^POST 127\.0\.0\.1:\d+ answered 503$/)
    board.react('cut')
    await scene.until(id, (one) => noticeOf(one)?.error?.includes('answered 503') === false)
    board.react(200)
    const waiting = await told(id)
    const heard = heardOf(id)
    expect(heard.length).toBeGreaterThanOrEqual(3)
    expect(new Set(heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(new Set(heard.map(({ text }) => text)).size).toBe(1)
    expect(gateOf(waiting)).toMatchObject({
      state: 'closed',
      notice: { attempts: heard.length, error: null, retryAt: null },
    })
  })

  it('refused pauses with the reason; a resume asks in another round, and what answers the old one is stale', async () => {
    const id = await ask()
    const waiting = await told(id)
    expect(await answer(id, { json: { ...opens(waiting), verdict: 'refuse' } })).toMatchObject({
      status: 400,
    })
    const refused = await answer(id, { json: opens(waiting, { verdict: 'refuse', reason: 'month end' }) })
    expect(refused).toMatchObject({ status: 200, body: { state: 'rejected' } })
    const paused = await scene.untilState(id, 'paused')
    expect(paused).toMatchObject({
      pauseCause: 'gate_rejected',
      pauseDetail: `change-board refused ${gateId}: month end`,
    })
    await resumeRollout(services(), scene.launcher.actor, { rollout: id })
    const anew = await told(id, 1)
    expect(heardOf(id).map(({ body }) => body.round)).toEqual([0, 1])
    const stale = await answer(id, { json: opens(anew) })
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale', state: { round: 1, asked: 0 } } })
    const other = await answer(id, { json: opens(anew, { round: 1, planHash: 'another' }) })
    expect(other).toMatchObject({ status: 409, body: { code: 'stale', state: { planHash: anew.planHash } } })
    expect(gateOf(await scene.rollout(id))?.state).toBe('closed')
    expect(await answer(id, { json: opens(anew, { round: 1 }) })).toMatchObject({ status: 200 })
    await scene.untilState(id, 'succeeded')
  })

  it('believes nobody who cannot prove it: 401 without a word about why, written into the audit', async () => {
    const id = await ask()
    const waiting = await told(id)
    const [notice] = heardOf(id)
    const before = await eventsOf(id)
    const json = opens(waiting)
    const hostile = {
      'the signature is wrong': [
        await answer(id, { json, secret: 'another' }),
        await answer(id, { json, headers: { 'upgrader-signature': 'v1=00' } }),
        await answer(id, { json, headers: { 'upgrader-timestamp': '1795387200' } }),
        await answer(id, {
          json,
          headers: { 'upgrader-signature': String(notice?.headers['upgrader-signature']) },
        }),
      ],
      'its timestamp is none': [await answer(id, { json, headers: { 'upgrader-timestamp': 'yesterday' } })],
      'the timestamp is more than 5 minutes off': [
        await answer(id, { json, at: Date.now() - 310_000 }),
        await answer(id, { json, at: Date.now() + 310_000 }),
      ],
      'there is no such webhook gate': [await answer('999999', { json }), await answer('x', { json })],
    }
    const answers = Object.values(hostile).flat()
    for (const { status, body } of answers) expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1)
    const audited = await database.sql.query<{ why: string }>(
      `SELECT data->>'why' AS why FROM audit WHERE action = 'gate.answer_refused' ORDER BY id`,
    )
    expect(audited.map(({ why }) => why)).toEqual(
      Object.entries(hostile).flatMap(([why, { length }]) => Array(length).fill(why)),
    )
    expect(await eventsOf(id)).toEqual(before)
    expect(gateOf(await scene.rollout(id))?.state).toBe('closed')
  })

  it('takes the same call once, and one of many that differ, however many come at once', async () => {
    const same = await told(await ask())
    const at = Date.now()
    const calls = await Promise.all(
      Array.from({ length: 12 }, () => answer(same.id, { json: opens(same), at })),
    )
    expect(calls.map(({ status }) => status)).toEqual(Array(12).fill(200))
    expect(calls.filter(({ body }) => !body.repeated)).toHaveLength(1)

    const differing = await told(await ask())
    const some = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        answer(differing.id, {
          json: opens(differing, { verdict: i % 2 === 0 ? 'open' : 'refuse', reason: `answer ${i}` }),
        }),
      ),
    )
    expect(some.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(409)])
    for (const { id } of [same, differing]) {
      const answered = (await eventsOf(id)).filter((event) => event.startsWith('gate.answered'))
      expect(answered).toHaveLength(1)
    }
  })

  it('says that it cannot tell anybody while its secret is missing, and goes on when it is there', async () => {
    const id = await ask('secret: later')
    const failed = await scene.until(id, (one) => noticeOf(one)?.error != null)
    expect(noticeOf(failed)?.error).toBe('There is no secret “later”.')
    expect(heardOf(id)).toHaveLength(0)
    expect(await answer(id, { json: opens(failed) })).toMatchObject({ status: 401 })
    await keep('later')
    await told(id)
    await deleteSecret(services(), scene.admin.actor, { name: 'later' })
  })

  it('is told by another worker when the first may not reach it, or dies between the intent and the call', async () => {
    await worker.stop()
    worker = await start([])
    const id = await ask()
    const failed = await scene.until(id, (one) => noticeOf(one)?.error != null)
    expect(noticeOf(failed)?.error).toMatch(/127\.0\.0\.1/)
    await worker.stop()
    // A worker that takes the notice, and is never heard of again.
    const isDue = () =>
      database.sql.query('UPDATE webhook_notice SET due_at = now() WHERE due_at IS NOT NULL')
    await isDue()
    const take = async () =>
      (await takeDueNotices(database.sql, 10)).filter(({ rollout }) => String(rollout) === id)
    const [taken] = await take()
    if (!taken) throw new Error('the notice is not due')
    // While one has it nobody else sends it.
    expect(await take()).toEqual([])
    expect(heardOf(id)).toHaveLength(0)
    await isDue()
    worker = await start()
    const waiting = await told(id)
    expect(heardOf(id)).toHaveLength(1)
    expect(noticeOf(waiting)?.attempts).toBe(taken.attempts + 1)
    // The first comes back to life and settles what is not its own any more.
    await database.sql.query('UPDATE webhook_notice SET told_at = NULL WHERE rollout_id = $1', [Number(id)])
    await keepTold(database.sql, taken)
    expect(noticeOf(await scene.rollout(id))?.toldAt).toBeNull()
  })

  it('is not asked any more once somebody has overridden it', async () => {
    board.react(503)
    const id = await ask()
    await scene.until(id, (one) => noticeOf(one)?.error != null)
    const reason = 'the board is on holiday'
    await overrideGate(services(), scene.admin.actor, { rollout: id, gate: gateId, reason })
    // As long as the gate asked, it would be tried again for ever.
    await expect
      .poll(async () => noticeOf(await scene.rollout(id)), { timeout: 20_000 })
      .toMatchObject({ toldAt: null, retryAt: null })
    board.react(200)
  })

  it('asks whoever calls too often to wait', async () => {
    const at = new Date()
    const limited = { ...services(), limiter: createRateLimiter(database.sql, () => at) }
    const caller = { ip: '192.0.2.7', userAgent: null }
    for (let i = 0; i < 200; i++) await spendCall(limited, caller)
    await expect(spendCall(limited, caller)).rejects.toMatchObject({ code: 'rate_limited' })
    await spendCall(limited, { ...caller, ip: '192.0.2.8' })
  })
})
