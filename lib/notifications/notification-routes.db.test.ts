import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { releaseLine } from '@/lib/line/release-line'
import { stopLine } from '@/lib/line/stop-line'
import { setSecret } from '@/lib/secrets/set-secret'
import { type ChangeBoard, startChangeBoard } from '@/lib/testing/change-board'
import { testDatabase } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { testWebServices } from '@/lib/testing/web-services'
import { signNotification } from '@/lib/webhooks/sign-call'
import type { Worker } from '@/lib/worker/worker'
import { deleteRoute } from './delete-route'
import type { NotificationEvent } from './dto'
import { takeDueDeliveries } from './due-deliveries'
import { listDeliveries, listRoutes } from './queries'
import { sendAgain } from './send-again'
import { setRoute } from './set-route'
import { testRoute } from './test-route'

const database = testDatabase()
const services = testWebServices(database)
/** The key that `startTestWorker` opens secrets with. */
const key = { id: 'test', bytes: Buffer.alloc(32) }
const secret = 'shared with the chat'
const limit = { timeout: 15_000, interval: 20 }
let scene: Scene
let worker: Worker | null = null
let chat: ChangeBoard

beforeAll(async () => {
  scene = await setScene(services())
  await scene.addFleet(3)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await scene.addPolicy('  phases: [{ id: all, title: Everything, select: "true" }]\n')
  await setSecret(services(), key, scene.admin.actor, { name: 'chat', value: secret })
  chat = await startChangeBoard()
  worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
})
afterAll(async () => {
  await worker?.stop()
  await chat?.close()
})

const put = (name: string, events: NotificationEvent[], more: { enabled?: boolean; url?: string } = {}) =>
  setRoute(services(), scene.admin.actor, { name, url: chat.url, secret: 'chat', events, ...more })
const drop = (name: string) => deleteRoute(services(), scene.admin.actor, { name })
const deliveries = (name: string) => listDeliveries(database.sql, name)
const heardOf = (rollout: string) => chat.heard.filter(({ body }) => body.rollout === rollout)

describe('a notification route', () => {
  it('is told of what it asked for, each once, signed, with a sentence and the page; of nothing else', async () => {
    await put('chat', ['rollout.started', 'phase.ended', 'rollout.ended'])
    const id = await scene.launch({ title: 'Friday' })
    await scene.untilState(id, 'succeeded')
    await expect.poll(() => heardOf(id).length, limit).toBe(3)
    const told = heardOf(id).toSorted((a, b) => a.body.seq - b.body.seq)
    expect(told.map(({ body: { event, type, text, url } }) => [event, type, text, url])).toEqual([
      ['rollout.started', 'rollout.started', '“Friday” has started.', `http://upgrader.test/rollouts/${id}`],
      [
        'phase.ended',
        'phase.succeeded',
        '“Friday”, phase “Everything” has ended: succeeded.',
        `http://upgrader.test/rollouts/${id}`,
      ],
      [
        'rollout.ended',
        'rollout.succeeded',
        '“Friday” has ended: succeeded.',
        `http://upgrader.test/rollouts/${id}`,
      ],
    ])
    const logged = await database.sql.query<{ seq: number }>(
      `SELECT seq FROM event WHERE rollout_id = $1 AND type = ANY ($2) ORDER BY seq`,
      [Number(id), told.map(({ body }) => body.type)],
    )
    expect(told.map(({ body }) => body.seq)).toEqual(logged.map(({ seq }) => seq))
    for (const { headers, text, body } of told) {
      const timestamp = String(headers['upgrader-timestamp'])
      expect(headers['upgrader-signature']).toBe(
        signNotification(secret, { timestamp, route: 'chat', body: text }),
      )
      expect(headers['idempotency-key']).toBe(body.id)
    }
    await expect.poll(async () => (await listRoutes(database.sql))[0]?.pending, limit).toBe(0)
    expect(
      (await deliveries('chat')).every(({ deliveredAt, attempts }) => deliveredAt && attempts === 1),
    ).toBe(true)
    await drop('chat')
  })

  it('is told of an approval with the page where it is given, and of the line', async () => {
    await put('chat', ['approval.requested', 'line.stopped', 'line.released'])
    await scene.addPolicy(
      '  phases: [{ id: all, title: Everything, select: "true", before: [{ approval: { count: 1 } }, { soak: 1h }] }]\n',
    )
    const id = await scene.launch({ title: 'Asks' })
    await stopLine(services(), scene.admin.actor, { reason: 'the network shakes' })
    await releaseLine(services(), scene.admin.actor, {})
    await expect
      .poll(() => chat.heard.filter(({ body }) => body.event.startsWith('line.')).length, limit)
      .toBe(2)
    await expect.poll(() => heardOf(id).length, limit).toBe(1)
    expect(heardOf(id)[0]?.body).toMatchObject({
      text: '“Asks”, phase “Everything” asks for an approval.',
      url: `http://upgrader.test/approvals/${id}/all.before.0`,
      gate: 'all.before.0',
    })
    const line = chat.heard.map(({ body }) => body).filter(({ event }) => event === 'line.stopped')
    expect(line).toMatchObject([{ rollout: null, text: 'admin has stopped the line: the network shakes.' }])
    await drop('chat')
  })

  it('is tried again with the same key until it is taken; why it was not is in the log', async () => {
    await put('chat', ['rollout.started'], { enabled: false })
    chat.react(503)
    const { id } = await testRoute(services(), scene.admin.actor, { name: 'chat' })
    const one = async () => (await deliveries('chat')).find((delivery) => delivery.id === id)
    await expect
      .poll(one, limit)
      .toMatchObject({ event: 'test', deliveredAt: null, error: expect.stringMatching(/answered 503$/) })
    chat.react(200)
    await expect
      .poll(one, limit)
      .toMatchObject({ deliveredAt: expect.any(String), error: null, retryAt: null })
    const keys = chat.heard.filter(({ body }) => body.event === 'test').map(({ body }) => body.id)
    expect(keys.length).toBeGreaterThan(1)
    expect(new Set(keys).size).toBe(1)
    await drop('chat')
  })

  it('that was given up is sent once more by hand, with the same key, and only then', async () => {
    await put('chat', ['rollout.started'])
    chat.react(503)
    const { id } = await testRoute(services(), scene.admin.actor, { name: 'chat' })
    const one = async () => (await deliveries('chat')).find((delivery) => delivery.id === id)
    const again = () => sendAgain(services(), scene.admin.actor, { name: 'chat', delivery: id })
    await expect.poll(async () => (await one())?.error, limit).toMatch(/503/)
    await expect(again()).rejects.toThrow('is tried again by itself')
    await database.sql.query(
      `UPDATE notification_delivery SET created_at = now() - interval '25 hours', due_at = now() WHERE id = $1::bigint`,
      [id],
    )
    await expect.poll(one, limit).toMatchObject({ retryAt: null, error: expect.stringMatching(/given up/) })
    const before = chat.heard.map(({ body }) => body.id)
    chat.react(200)
    await again()
    await expect.poll(one, limit).toMatchObject({ deliveredAt: expect.any(String), error: null })
    expect(chat.heard.map(({ body }) => body.id)).toEqual([...before, before.at(-1)])
    await expect(again()).rejects.toThrow('It was taken')
    await drop('chat')
  })

  it('that is switched off is told nothing more, also not of what waits', async () => {
    chat.react(503)
    await put('chat', ['rollout.started'])
    await testRoute(services(), scene.admin.actor, { name: 'chat' })
    await expect.poll(async () => (await deliveries('chat'))[0]?.error, limit).toMatch(/503/)
    await put('chat', ['rollout.started'], { enabled: false })
    expect(await deliveries('chat')).toMatchObject([
      { retryAt: null, deliveredAt: null, error: 'The route was switched off before it was taken.' },
    ])
    chat.react(200)
    await scene.addPolicy('  phases: [{ id: all, select: "true" }]\n')
    await scene.untilState(await scene.launch(), 'succeeded')
    expect(await deliveries('chat')).toHaveLength(1)
    await drop('chat')
  })

  it('may only lead to where drivers may go', async () => {
    await put('inside', ['rollout.started'], { url: 'http://169.254.169.254/latest' })
    await testRoute(services(), scene.admin.actor, { name: 'inside' })
    await expect
      .poll(async () => (await deliveries('inside'))[0]?.error, limit)
      .toMatch(/serves credentials of the machine and is never reached/)
    await drop('inside')
  })

  it('needs a secret that exists, an address without a password, and an event that there is', async () => {
    const bad = (input: object) =>
      setRoute(services(), scene.admin.actor, {
        name: 'chat',
        url: chat.url,
        secret: 'chat',
        events: ['rollout.ended'],
        ...input,
      })
    await expect(bad({ secret: 'nothing' })).rejects.toThrow('there is no secret “nothing”')
    await expect(bad({ url: 'https://me:pass@chat.example/' })).rejects.toThrow('carries a user name')
    await expect(bad({ url: 'ftp://chat.example/' })).rejects.toThrow('is not an http or https address')
    await expect(bad({ events: [] })).rejects.toThrow('names no event')
    await expect(bad({ events: ['target.failed'] })).rejects.toThrow('events.0')
    await expect(
      setRoute(services(), scene.launcher.actor, {
        name: 'chat',
        url: chat.url,
        secret: 'chat',
        events: ['rollout.ended'],
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

it('a route that does not answer holds up no other: of each only a few are taken at once', async () => {
  await worker?.stop()
  worker = null
  await put('slow', ['rollout.started'])
  await put('quick', ['rollout.started'])
  const test = (name: string) => testRoute(services(), scene.admin.actor, { name })
  for (let i = 0; i < 9; i++) await test('slow')
  await test('quick')
  const taken = await takeDueDeliveries(database.sql, 20, [])
  const of = (name: string) => taken.filter(({ route }) => route === name)
  expect([of('slow').length, of('quick').length]).toEqual([4, 1])
  const busy = [...new Set(taken.map(({ routeId }) => routeId))]
  expect(await takeDueDeliveries(database.sql, 20, busy)).toEqual([])
  expect(await takeDueDeliveries(database.sql, 20, busy.slice(1))).not.toEqual([])
})
