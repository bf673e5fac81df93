import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from '@playwright/test'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { eventsWhile, latencies } from '../bench-ui/latency'
import type { Pace } from '../bench-ui/pace'
import { type RunningProduct, startProduct } from '../bench-ui/product'
import { quantile } from './statistics'

const clusters = 10_000
const people = 5
const pagesEach = 10
const watchMs = 20_000
/** About a thousand changes a second: starts, progress every second, ends. */
const pace: Pace = { inFlight: 1_050, seconds: { min: 10, max: 14 }, failRate: 0.12, attempts: 2 }

/** One open live page, without the browser: what it would have drawn, and when. */
class Viewer {
  readonly shown: [seq: number, at: number][] = []

  constructor(private readonly signal: AbortSignal) {}

  /** Reads the console's stream of a rollout until the signal. */
  async follow(address: string, rollout: string, cookie: string): Promise<void> {
    const url = `${address}/api/rollouts/${rollout}/live`
    const answer = await fetch(url, { headers: { cookie }, signal: this.signal })
    if (!answer.ok || !answer.body) throw new Error(`the stream answers ${answer.status}`)
    const messages = answer.body
      .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
      .pipeThrough(new EventSourceParserStream())
    for await (const { event, id } of messages)
      if (event === 'f' && id !== undefined) this.shown.push([Number(id), Date.now()])
  }
}

/** Adds a member who may look, signs in, and gives the cookies of the session. */
async function signIn({ api }: RunningProduct, number: number): Promise<string> {
  const username = `viewer-${number}`
  const password = randomBytes(12).toString('base64url')
  const roles = [{ role: 'viewer', select: null }]
  await api.call('POST', '/api/v1/members', { username, password, roles })
  const context = await request.newContext({ baseURL: api.address })
  const { csrfToken } = (await (await context.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const form = { csrfToken, username, password, json: 'true' }
  await context.post('/api/auth/callback/credentials', { form, maxRedirects: 0 })
  const { cookies } = await context.storageState()
  await context.dispose()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

async function watch(product: RunningProduct): Promise<void> {
  const { api } = product
  await api.addFleet(clusters, pace)
  const rollout = await api.launchToSpeed(pace)
  const closing = new AbortController()
  const viewers: Viewer[] = []
  const streams: Promise<void>[] = []
  for (let person = 0; person < people; person++) {
    const cookie = await signIn(product, person)
    for (let page = 0; page < pagesEach; page++) {
      const viewer = new Viewer(closing.signal)
      viewers.push(viewer)
      streams.push(viewer.follow(api.address, rollout, cookie))
    }
  }
  const ended = Promise.all(streams).catch((error) => {
    if (!closing.signal.aborted) throw error
  })
  await Promise.race([sleep(watchMs), ended])
  closing.abort()
  await ended
  const [first] = viewers
  const events = first ? await eventsWhile(api, rollout, first.shown) : []
  await api.command(rollout, 'abort')
  const late = viewers.flatMap(({ shown }) => latencies(events, shown))
  const changes = events.filter(({ target }) => target !== null).length
  const seen = viewers.filter(({ shown }) => shown.length > 1).length
  process.stdout.write(
    `\n${seen} live pages of ${people} people on a rollout of ${clusters}, ${(changes / (watchMs / 1_000)).toFixed(0)} changes/s:\n` +
      `decision in the engine → frame at the viewer: p50 ${quantile(late, 0.5).toFixed(0)} ms, p95 ${quantile(late, 0.95).toFixed(0)} ms, ` +
      `worst ${late.reduce((worst, ms) => Math.max(worst, ms), 0).toFixed(0)} ms\n`,
  )
}

/** Measures how soon many live pages of one rollout show what the engine has decided, through the whole product. */
export async function benchViewers(): Promise<void> {
  const product = await startProduct()
  try {
    await watch(product)
  } finally {
    await product.stop()
  }
}
