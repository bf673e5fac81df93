import type pg from 'pg'
import { Feed, type FeedOptions } from './feed'
import type { SseChannel } from './sse'
import type { Watcher } from './watcher'

export interface HubOptions
  extends Pick<FeedOptions, 'readHeader' | 'onError' | 'pulseMs' | 'headerEveryMs'> {
  pool: pg.Pool
  watcher: Watcher
  /** How long a feed is kept after its last viewer has left: reloads and tab changes cost nothing. */
  lingerMs?: number
  streamsPerUserMax?: number
}

/** All streams of one web process: one feed per watched rollout, and a list to close at the end. */
export class Hub {
  private readonly feeds = new Map<number, Promise<Feed | null>>()
  private readonly channels = new Set<SseChannel>()
  private readonly perUser = new Map<string, number>()
  private closed = false

  constructor(private readonly options: HubOptions) {}

  /** Tells whether one more stream would be too many for this user. */
  isFull(user: string): boolean {
    return this.closed || (this.perUser.get(user) ?? 0) >= (this.options.streamsPerUserMax ?? 24)
  }

  /** Counts a stream for its user, and closes it when the process ends. */
  enrol(user: string, channel: SseChannel): void {
    this.channels.add(channel)
    this.perUser.set(user, (this.perUser.get(user) ?? 0) + 1)
    channel.signal.addEventListener('abort', () => {
      this.channels.delete(channel)
      const left = (this.perUser.get(user) ?? 1) - 1
      if (left > 0) this.perUser.set(user, left)
      else this.perUser.delete(user)
    })
    if (this.closed) channel.end()
  }

  /** Gives the feed of a rollout, opening it for the first viewer; null when there is no such rollout. */
  async feed(rolloutId: number): Promise<Feed | null> {
    const present = this.feeds.get(rolloutId)
    if (present) return present
    const opening = Feed.open({ ...this.options, rolloutId })
    this.feeds.set(rolloutId, opening)
    try {
      const feed = await opening
      if (!feed) this.feeds.delete(rolloutId)
      return feed
    } catch (error) {
      this.feeds.delete(rolloutId)
      throw error
    }
  }

  /** Lets go of a feed a while after its last viewer has left. */
  release(rolloutId: number, feed: Feed): void {
    if (feed.viewerCount > 0) return
    const timer = setTimeout(() => {
      if (feed.viewerCount > 0) return
      feed.close()
      this.feeds.delete(rolloutId)
    }, this.options.lingerMs ?? 10_000)
    timer.unref()
  }

  /** How many streams are open. */
  get streamCount(): number {
    return this.channels.size
  }

  /** Ends every stream, so that the process can end. */
  close(): void {
    this.closed = true
    for (const channel of [...this.channels]) channel.end('event: bye\ndata: {"reason":"shutdown"}\n\n')
    for (const feed of this.feeds.values()) void feed.then((open) => open?.close())
    this.feeds.clear()
  }
}
