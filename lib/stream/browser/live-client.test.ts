import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { textOfBytes } from '@/lib/stream/byte-text'
import { cellOf, codeOf } from '@/lib/stream/cell'
import { type Change, encodeFrame } from '@/lib/stream/frame'
import type { RosterDto } from '@/lib/stream/roster'
import { backoffMs } from './connection'
import { LiveClient } from './live-client'

const one = { values: ['x'], at: [0, 0] }
const roster: RosterDto = {
  rollout: '7',
  planHash: 'h',
  phases: [{ id: 'p', title: 'P', size: 2 }],
  clusters: ['a', 'b'],
  provider: one,
  region: one,
  environment: one,
  tier: one,
  version: one,
}
const header = { id: '7', title: 'first', planHash: 'h' } as RolloutDto
const failed = cellOf(codeOf('failed', false), null)

const messageText = (event: string, data: string) => `event: ${event}\ndata: ${data}\n\n`
const frameData = (from: number, seq: number, changes: Change[]) =>
  textOfBytes(encodeFrame({ from, seq, at: 1_700_000_000_000, changes }))

/** A server whose streams the test writes by hand. */
class FakeServer {
  readonly since: string[] = []
  /** What each stream was asked for: from where, and how often. */
  readonly asked: string[] = []
  status = 200
  reachable = true
  roster = roster
  build = 'monday'
  /** What every stream begins with. */
  greeting = ''
  /** How each roster was asked for. */
  readonly rosters: string[] = []
  readonly rosterPaths: string[] = []
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null

  readonly fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(String(input), 'http://x')
    if (!this.reachable) throw new TypeError('fetch failed')
    if (this.status !== 200) return new Response('{}', { status: this.status })
    const headers = { 'x-console-build': this.build }
    if (url.pathname.endsWith('/roster')) {
      this.rosters.push(init?.cache ?? '')
      this.rosterPaths.push(url.pathname + url.search)
      return Response.json(this.roster, { headers })
    }
    const since = url.searchParams.get('since') ?? ''
    const every = url.searchParams.get('every')
    this.since.push(since)
    this.asked.push(every === null ? since : `${since} every ${every}`)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller
        if (this.greeting) controller.enqueue(new TextEncoder().encode(this.greeting))
        init?.signal?.addEventListener('abort', () =>
          controller.error(new DOMException('aborted', 'AbortError')),
        )
      },
    })
    return new Response(body, { headers })
  }) as typeof fetch

  async say(event: string, data: string): Promise<void> {
    this.controller?.enqueue(new TextEncoder().encode(messageText(event, data)))
    await settle()
  }

  frame(from: number, seq: number, changes: Change[] = []): Promise<void> {
    return this.say('f', frameData(from, seq, changes))
  }

  async drop(): Promise<void> {
    this.controller?.close()
    await settle()
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

let server: FakeServer
let client: LiveClient

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  server = new FakeServer()
  const world = { fetch: server.fetch, now: () => Date.now(), random: () => 1, build: 'monday' }
  client = new LiveClient('7', header, world)
  client.start()
  await settle()
})
afterEach(() => {
  client.stop()
  vi.useRealTimers()
})

describe('the live client', () => {
  it('is live once the first frame is there', async () => {
    expect(client.connection.state).toBe('connecting')
    await server.frame(-1, 4)
    expect(client.connection.state).toBe('live')
    expect(client.store?.seq).toBe(4)
  })

  it('goes on where it was after a lost connection, and says so only when that takes long', async () => {
    const states: string[] = []
    client.subscribe('connection', () => states.push(client.connection.state))
    await server.frame(-1, 4)
    await server.drop()
    await vi.advanceTimersByTimeAsync(300)
    await server.frame(4, 9)
    expect(server.since).toEqual(['-1', '4'])
    expect(states).toEqual(['live', 'catching_up', 'live'])
  })

  it('says since when it cannot reach the server, and keeps trying', async () => {
    await server.frame(-1, 4)
    server.reachable = false
    const lost = Date.now()
    await server.drop()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(client.connection).toMatchObject({ state: 'reconnecting', since: lost })
    server.reachable = true
    await vi.advanceTimersByTimeAsync(8_000)
    await server.frame(4, 5)
    expect(client.connection.state).toBe('live')
  })

  it('calls silence stale, and a long silence a lost connection', async () => {
    await server.frame(-1, 4)
    await vi.advanceTimersByTimeAsync(13_000)
    expect(client.connection).toEqual({ state: 'stale', since: 1_700_000_000_000 })
    await vi.advanceTimersByTimeAsync(9_000)
    expect(server.since).toEqual(['-1', '4'])
  })

  it('starts over when a frame leaves a hole or the digest differs', async () => {
    await server.frame(-1, 4)
    await server.frame(6, 7)
    await vi.advanceTimersByTimeAsync(300)
    expect(server.since).toEqual(['-1', '-1'])
    await server.frame(-1, 7, [{ index: 1, cell: failed }])
    await server.say('hash', JSON.stringify({ seq: 7, hash: client.store?.columns.digest() }))
    expect(client.connection.state).toBe('live')
    await server.say('hash', JSON.stringify({ seq: 7, hash: 1 }))
    await vi.advanceTimersByTimeAsync(300)
    expect(server.since).toEqual(['-1', '-1', '-1'])
  })

  it('tells when the server has lost its database, and when it is back', async () => {
    await server.frame(-1, 4)
    await server.say('trouble', '{"database":"away"}')
    expect(client.connection).toMatchObject({ state: 'database', since: 1_700_000_000_000 })
    await server.frame(4, 5)
    expect(client.connection.state).toBe('live')
  })

  it('ends, and does not come back, when the session is over', async () => {
    await server.frame(-1, 4)
    await server.say('bye', '{"reason":"session"}')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(client.connection).toMatchObject({ state: 'ended', reason: 'session' })
    expect(server.since).toHaveLength(1)
  })

  it('comes back when the server was only restarted', async () => {
    await server.frame(-1, 4)
    await server.say('bye', '{"reason":"shutdown"}')
    await vi.advanceTimersByTimeAsync(300)
    expect(server.since).toEqual(['-1', '4'])
  })

  it('ends when it is refused, and tries on when the server is only overloaded', async () => {
    await server.frame(-1, 4)
    server.status = 503
    await server.drop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(client.connection.state).toBe('reconnecting')
    server.status = 404
    await vi.advanceTimersByTimeAsync(10_000)
    expect(client.connection).toMatchObject({ state: 'ended', reason: 'gone' })
  })

  it('takes nothing from a server of another build, keeps what it shows as old, and does not come back', async () => {
    await server.frame(-1, 4)
    const [shown, restarted] = [client.store, Date.now()]
    server.build = 'tuesday'
    server.greeting = messageText('f', frameData(4, 9, [{ index: 1, cell: failed }]))
    await server.drop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(client.connection).toEqual({
      state: 'ended',
      reason: 'updated',
      message: 'The console was updated.',
      since: restarted,
    })
    expect(client.now()).toBe(restarted)
    expect(client.store).toBe(shown)
    expect(client.store?.seq).toBe(4)
    expect(server.since).toHaveLength(2)
  })

  it('reads a roster that the browser kept for its own build only', async () => {
    expect(server.rosterPaths).toEqual(['/api/rollouts/7/roster?build=monday'])
  })

  it('waits for the network when there is none', async () => {
    await server.frame(-1, 4)
    client.networkLost()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(client.connection.state).toBe('offline')
    expect(server.since).toHaveLength(1)
    client.retryNow()
    await settle()
    expect(server.since).toEqual(['-1', '4'])
  })

  it('asks for fewer frames while nobody sees the tab, then for none, and goes on when it is seen', async () => {
    await server.frame(-1, 4)
    client.setHidden(true)
    await vi.advanceTimersByTimeAsync(1_000)
    for (let second = 0; second < 30; second += 5) {
      await server.frame(second === 0 ? 4 : 5, 5)
      await vi.advanceTimersByTimeAsync(5_000)
    }
    expect(server.asked).toEqual(['-1', '4 every 1000'])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(server.asked).toHaveLength(2)
    expect(client.connection.state).toBe('catching_up')
    client.setHidden(false)
    await settle()
    await server.frame(5, 9)
    expect(server.asked.at(-1)).toBe('5')
    expect(client.connection.state).toBe('live')
  })

  it('opens nothing anew for a page that is left, or hidden for a moment only', async () => {
    await server.frame(-1, 4)
    client.setHidden(true)
    await vi.advanceTimersByTimeAsync(900)
    client.setHidden(false)
    await vi.advanceTimersByTimeAsync(40_000)
    await server.frame(4, 5)
    expect(server.asked[0]).toBe('-1')
    expect(server.asked.filter((one) => one.includes('every'))).toEqual([])
  })

  it('takes a new header, and then what changed of it', async () => {
    await server.say('rollout', '{"id":"7","title":"second","planHash":"h"}')
    expect(client.header.title).toBe('second')
    await server.say('patch', '{"state":["paused"]}')
    expect(client.header).toEqual({ id: '7', title: 'second', planHash: 'h', state: 'paused' })
  })

  it('reads who is who anew when the plan is another one, past what the browser keeps, and shows the old until then', async () => {
    await server.frame(-1, 5)
    const before = client.store
    server.roster = { ...roster, planHash: 'amended', clusters: ['b', 'a'] }
    await server.say('rollout', '{"id":"7","title":"second","planHash":"amended"}')
    expect(client.store).toBe(before)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.rosters).toEqual(['default', 'reload'])
    expect(server.asked.at(-1)).toBe('-1')
    await server.frame(-1, 6)
    expect(client.store?.roster.clusters).toEqual(['b', 'a'])
    expect(client.connection.state).toBe('live')
  })
})

describe('the wait before another try', () => {
  it('doubles up to eight seconds, and is spread', () => {
    expect([1, 2, 3, 6, 20].map((attempt) => backoffMs(attempt, 1))).toEqual([250, 500, 1_000, 8_000, 8_000])
    expect(backoffMs(1, 0)).toBe(125)
  })
})
