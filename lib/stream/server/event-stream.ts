import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { readEvents } from '@/lib/event-log/read-events'
import type { EventDto } from '@/lib/rollouts/dto'
import { poolSql } from '@/lib/server/sql'
import { openSse, type SseChannel, sseText } from './sse'
import type { Watcher } from './watcher'

export interface EventStreamOptions {
  pool: pg.Pool
  watcher: Watcher
  rolloutId: number
  /** The last sequence number the client has; 0 = from the first event. */
  lastEventId: number
  /** The request's signal. */
  signal: AbortSignal
  /** Takes part in the life of the stream, e.g. to end it at shutdown or when the token is revoked. */
  onOpen?(channel: SseChannel): void
  batchSizeMax?: number
  keepAliveMs?: number
  /** How long to wait when the database cannot be read. */
  retryMs?: number
}

/**
 * Opens the public stream of a rollout's events: one message per event, `id:` its sequence number, complete
 * and in order from `lastEventId` on, for any pattern of reconnects. A client that reads slowly is never
 * dropped for it and costs no memory: it is read for at its own pace.
 */
export function openEventStream(options: EventStreamOptions): Response {
  return openSse({
    signal: options.signal,
    ...(options.keepAliveMs !== undefined && { keepAliveMs: options.keepAliveMs }),
    start: (channel) => {
      options.onOpen?.(channel)
      void follow(options, channel)
    },
  })
}

async function follow(options: EventStreamOptions, channel: SseChannel): Promise<void> {
  const { pool, rolloutId, batchSizeMax = 500 } = options
  let cursor = options.lastEventId
  const news = new News(options.watcher, rolloutId, channel.signal)
  while (!channel.signal.aborted) {
    try {
      const batch = await sharedRead(pool, rolloutId, cursor, batchSizeMax)
      const first = batch[0]
      const last = batch.at(-1)
      if (!first || !last) {
        await news.beyond(cursor)
        continue
      }
      // Sequence numbers have no holes, so a hole means that events were deleted: say so, never hide it.
      if (first.seq !== cursor + 1) channel.send(reset(cursor, first.seq))
      channel.send(batch.map((event) => sseText({ id: event.seq, data: JSON.stringify(event) })).join(''))
      cursor = last.seq
      await channel.drained()
    } catch {
      await pause(options.retryMs ?? 1_000, channel.signal)
    }
  }
}

const reset = (had: number, first: number): string =>
  sseText({ event: 'reset', data: JSON.stringify({ had, first }) })

/** Reads under way, so that all streams that wait at the same position share one query. */
const reads = new WeakMap<pg.Pool, Map<string, Promise<EventDto[]>>>()

function sharedRead(pool: pg.Pool, rolloutId: number, after: number, limit: number): Promise<EventDto[]> {
  const ongoing = reads.get(pool) ?? new Map<string, Promise<EventDto[]>>()
  reads.set(pool, ongoing)
  const key = `${rolloutId}:${after}:${limit}`
  const present = ongoing.get(key)
  if (present) return present
  const read = readEvents(poolSql(pool), rolloutId, after, limit).finally(() => ongoing.delete(key))
  ongoing.set(key, read)
  return read
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {})

/** Waits for a rollout to move. */
class News {
  private lastSeq = -1
  private wake: () => void = () => {}
  private arrived: Promise<void> = Promise.resolve()

  constructor(
    watcher: Watcher,
    rolloutId: number,
    private readonly signal: AbortSignal,
  ) {
    this.renew()
    const stop = watcher.watch(rolloutId, {
      advanced: (lastSeq) => {
        this.lastSeq = lastSeq
        this.wake()
      },
    })
    signal.addEventListener('abort', () => {
      stop()
      this.wake()
    })
  }

  /** Resolves when there are events after this one, or the stream has ended. */
  async beyond(seq: number): Promise<void> {
    while (!this.signal.aborted && this.lastSeq <= seq) {
      await this.arrived
      this.renew()
    }
  }

  private renew(): void {
    this.arrived = new Promise((resolve) => {
      this.wake = resolve
    })
  }
}
