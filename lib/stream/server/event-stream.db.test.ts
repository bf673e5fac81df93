import { setImmediate } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventDto } from '@/lib/rollouts/dto'
import { testDatabase } from '@/lib/testing/database'
import { syntheticRollout } from '@/lib/testing/synthetic-rollout'
import { openEventStream } from './event-stream'
import { createWatcher, type Watcher, type WatchListener } from './watcher'

const database = testDatabase()
let watcher: Watcher

beforeAll(() => {
  watcher = createWatcher({ pool: database.pool, everyMs: 10 })
})
afterAll(() => watcher.close())

/** Connects with what it has, takes events until it has `wanted` more, and hangs up. */
async function take(rolloutId: number, had: EventDto[], wanted: number): Promise<void> {
  const aborter = new AbortController()
  const response = openEventStream({
    pool: database.pool,
    watcher,
    rolloutId,
    lastEventId: had.at(-1)?.seq ?? 0,
    signal: aborter.signal,
    batchSizeMax: 7,
  })
  let left = wanted
  for await (const message of events(response)) {
    const event = JSON.parse(message.data) as EventDto
    expect(message.id).toBe(String(event.seq))
    had.push(event)
    if (--left === 0) break
  }
  aborter.abort()
}

function events(response: Response) {
  const body = response.body as ReadableStream<Uint8Array<ArrayBuffer>>
  return body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
}

/** The database, each of whose answers is held back until it is let through, the first one first. */
function slowPool() {
  const waiting: (() => void)[] = []
  const query = async (text: string, values: unknown[]) => {
    const answer = await database.pool.query(text, values)
    await new Promise<void>((through) => waiting.push(through))
    return answer
  }
  return {
    pool: Object.create(database.pool, { query: { value: query } }) as pg.Pool,
    held: () => waiting.length,
    /** Lets the next answer through, and what follows from it happen. */
    answer: async () => {
      await expect.poll(() => waiting.length, { timeout: 10_000 }).toBeGreaterThan(0)
      waiting.shift()?.()
      await setImmediate()
    },
  }
}

const change = (index: number) => ({ index, state: 'applying' as const, startedAt: new Date() })

describe('the public event stream', () => {
  it('is complete and in order, without gap or repeat, for any pattern of reconnects', async () => {
    const pattern = fc.array(
      fc.record({
        wanted: fc.integer({ min: 1, max: 15 }),
        bursts: fc.array(fc.integer({ min: 1, max: 9 })),
      }),
      { minLength: 1, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(pattern, async (connections) => {
        const rollout = await syntheticRollout(database.pool, { phases: [10] })
        const had: EventDto[] = []
        let written = 0
        for (const { wanted, bursts } of connections) {
          const writing = (async () => {
            for (const burst of bursts)
              written = await rollout.move(Array.from({ length: burst }, (_, n) => change(n)))
            // So that a client never waits for an event that nobody writes.
            while (written < had.length + wanted) written = await rollout.announce('rollout.touched')
          })()
          await Promise.all([take(rollout.id, had, wanted), writing])
        }
        if (written > had.length) await take(rollout.id, had, written - had.length)
        expect(had.map((event) => event.seq)).toEqual(Array.from({ length: written }, (_, n) => n + 1))
      }),
      { numRuns: 25 },
    )
  })

  it('gives many readers at once the same events', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [50] })
    const readers = Array.from({ length: 20 }, () => [] as EventDto[])
    const taking = readers.map((had) => take(rollout.id, had, 150))
    for (let n = 0; n < 3; n++) await rollout.move(Array.from({ length: 50 }, (_, index) => change(index)))
    await Promise.all(taking)
    for (const had of readers) expect(had).toEqual(readers[0])
    expect(readers[0]).toHaveLength(150)
  })

  it('misses nothing that it was told of, though it shared a read that began before that was written', async () => {
    const { id, announce } = await syntheticRollout(database.pool, { phases: [1] })
    const had = await announce('rollout.started')
    const { pool, answer, held } = slowPool()
    const told: WatchListener[] = []
    const byHand: Watcher = {
      ...watcher,
      watch: (_, listener) => {
        told.push(listener)
        return () => {}
      },
    }
    const aborter = new AbortController()
    const open = () =>
      openEventStream({ pool, watcher: byHand, rolloutId: id, lastEventId: had, signal: aborter.signal })
    const first = open()
    // Each read asks the log, and where that has nothing, the archive.
    await answer()
    await answer()
    const second = open()
    await expect.poll(held, { timeout: 10_000 }).toBe(1)
    const written = await announce('rollout.paused')
    told[0]?.advanced(written)
    await setImmediate()
    expect(held()).toBe(1)
    await answer()
    await answer()
    await answer()
    for await (const message of events(first)) {
      expect(message.id).toBe(String(written))
      break
    }
    aborter.abort()
    await second.body?.cancel()
  })

  it('says so when events that a client lacks were deleted', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [1] })
    await rollout.announce('rollout.started')
    const aborter = new AbortController()
    const response = openEventStream({
      pool: database.pool,
      watcher,
      rolloutId: rollout.id,
      lastEventId: -4,
      signal: aborter.signal,
    })
    for await (const message of events(response)) {
      expect(message).toMatchObject({ event: 'reset', data: '{"had":-4,"first":1}' })
      break
    }
    aborter.abort()
  })

  it('ends, and frees what it held, when the client goes away', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [1] })
    const aborter = new AbortController()
    let ended = false
    let watching = 0
    const counted: Watcher = {
      ...watcher,
      watch: (id, listener) => {
        const stop = watcher.watch(id, listener)
        watching += 1
        return () => {
          watching -= 1
          stop()
        }
      },
    }
    const response = openEventStream({
      pool: database.pool,
      watcher: counted,
      rolloutId: rollout.id,
      lastEventId: 0,
      signal: aborter.signal,
      onOpen: (channel) => channel.signal.addEventListener('abort', () => (ended = true)),
    })
    expect(watching).toBe(1)
    const reading = response.text()
    aborter.abort()
    expect(await reading).toBe('retry: 2000\n\n')
    expect({ ended, watching }).toEqual({ ended: true, watching: 0 })
  })

  it('costs nothing once it has ended: who has left is told of nothing any more', async () => {
    const { id, announce } = await syntheticRollout(database.pool, { phases: [1] })
    const told = { left: 0, stays: 0 }
    const leave = watcher.watch(id, { advanced: () => (told.left += 1) })
    const end = watcher.watch(id, { advanced: () => (told.stays += 1) })
    await expect.poll(() => told, { timeout: 10_000 }).toEqual({ left: 1, stays: 1 })
    leave()
    await announce('rollout.paused')
    await expect.poll(() => told.stays, { timeout: 10_000 }).toBe(2)
    expect(told.left).toBe(1)
    end()
  })

  it('has the headers that keep proxies from holding it back', () => {
    const aborter = new AbortController()
    aborter.abort()
    const options = { pool: database.pool, watcher, rolloutId: 1, lastEventId: 0, signal: aborter.signal }
    expect(Object.fromEntries(openEventStream(options).headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
  })
})
