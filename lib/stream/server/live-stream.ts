import { NotesPacker } from '@/lib/stream/notes'
import type { Feed, FeedViewer } from './feed'
import type { Hub } from './hub'
import { openSse, type SseChannel, sseText } from './sse'

export interface LiveStreamOptions {
  hub: Hub
  rolloutId: number
  /** Whose stream this is, for the cap per user. */
  user: string
  /** What the client has applied; -1 = nothing. */
  since: number
  /** Least time between two frames: longer for a tab that nobody sees. */
  frameEveryMs?: number
  signal: AbortSignal
  /** Tells whether the session still holds; asked now and then. */
  stillAllowed(): Promise<boolean>
  checkEveryMs?: number
}

/** Opens the console's stream of one rollout: header, frames and notes; null when there is no such rollout. */
export async function openLiveStream(options: LiveStreamOptions): Promise<Response | null> {
  const feed = await options.hub.feed(options.rolloutId)
  if (!feed) return null
  return openSse({
    signal: options.signal,
    start: (channel) => {
      options.hub.enrol(options.user, channel)
      new Viewer(feed, channel, options).begin()
    },
  })
}

class Viewer implements FeedViewer {
  private seq: number
  private epoch: number
  private headerVersion = -1
  private readonly packer = new NotesPacker()
  private sentAt = 0
  private timer: NodeJS.Timeout | null = null

  constructor(
    private readonly feed: Feed,
    private readonly channel: SseChannel,
    private readonly options: LiveStreamOptions,
  ) {
    // Ahead of us: the database went back in time under the client, so it starts over.
    this.seq = options.since > feed.seq ? -1 : options.since
    this.epoch = feed.epoch
  }

  begin(): void {
    const leave = this.feed.join(this)
    const check = setInterval(() => void this.recheck(), this.options.checkEveryMs ?? 30_000)
    check.unref()
    this.channel.signal.addEventListener('abort', () => {
      leave()
      clearInterval(check)
      if (this.timer) clearTimeout(this.timer)
      this.options.hub.release(this.options.rolloutId, this.feed)
    })
    if (this.feed.down) this.trouble(true)
    this.flush(true)
  }

  news(): void {
    if (this.timer || this.channel.signal.aborted) return
    const wait = this.sentAt + (this.options.frameEveryMs ?? 0) - Date.now()
    if (wait <= 0) {
      this.flush(false)
      return
    }
    this.timer = setTimeout(() => this.flush(false), wait)
    this.timer.unref()
  }

  trouble(down: boolean): void {
    this.channel.send(
      sseText({ event: 'trouble', data: JSON.stringify({ database: down ? 'away' : 'back' }) }),
    )
  }

  pulse(): void {
    this.flush(false)
    if (this.seq !== this.feed.seq || this.channel.congested) return
    this.channel.send(
      sseText({ event: 'hash', data: JSON.stringify({ seq: this.seq, hash: this.feed.digest }) }),
    )
  }

  /** Sends what the reader lacks. A reader that is behind gets nothing now, and all of it at once later. */
  private flush(first: boolean): void {
    this.timer = null
    if (this.channel.congested) {
      void this.channel.drained().then(() => this.news())
      return
    }
    this.sentAt = Date.now()
    this.sendHeader()
    if (this.epoch !== this.feed.epoch) {
      this.epoch = this.feed.epoch
      this.seq = -1
    }
    if (first || this.seq !== this.feed.seq) this.sendFrame()
  }

  private sendHeader(): void {
    const { version, json, patch } = this.feed.header
    if (this.headerVersion === version) return
    const known = this.headerVersion === version - 1 && version > 1
    this.headerVersion = version
    this.channel.send(
      known ? sseText({ event: 'patch', data: patch }) : sseText({ event: 'rollout', data: json }),
    )
  }

  private sendFrame(): void {
    const notes = this.feed.notesSince(this.seq)
    this.channel.send(sseText({ event: 'f', id: this.feed.seq, data: this.feed.frameSince(this.seq) }))
    if (notes.length > 0)
      this.channel.send(sseText({ event: 'notes', data: JSON.stringify(this.packer.pack(notes)) }))
    this.seq = this.feed.seq
  }

  private async recheck(): Promise<void> {
    try {
      if (!(await this.options.stillAllowed()))
        this.channel.end(sseText({ event: 'bye', data: '{"reason":"session"}' }))
    } catch {
      // The database is away: what is on the screen was allowed, and nothing new can be read anyway.
    }
  }
}
