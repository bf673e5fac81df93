import type pg from 'pg'
import { textOfBytes } from '@/lib/stream/byte-text'
import { encodeFrame } from '@/lib/stream/frame'
import type { TargetNote } from '@/lib/stream/notes'
import { Header } from './header'
import type { Replica } from './replica'
import { isAmendedSince, loadReplica, readChanges } from './replica-rows'
import type { Watcher } from './watcher'

/** Somebody who looks at a feed; pulls what it lacks whenever it is told that there is news. */
export interface FeedViewer {
  news(): void
  trouble(down: boolean): void
  /** Comes every few seconds, news or not. */
  pulse(): void
}

/** What a header has, as far as a feed reads it. */
export type HeaderFields = object & {
  /** Which cluster stands where follows from it. */
  readonly planHash?: string
}

export interface FeedOptions {
  pool: pg.Pool
  watcher: Watcher
  rolloutId: number
  /** Reads the rollout without its targets, as JSON for the screen. */
  readHeader(rolloutId: number): Promise<HeaderFields>
  onError?(error: unknown, doing: string): void
  now?(): number
  pulseMs?: number
  /** Least time between two readings of the header while only targets move. */
  headerEveryMs?: number
  batchSizeMax?: number
}

/** One rollout, read once for all who watch it in this process. */
export class Feed {
  private readonly viewers = new Set<FeedViewer>()
  private readonly stopWatching: () => void
  private readonly pulseTimer: NodeJS.Timeout
  private lastSeq = -1
  private reading = false
  private pulsing = false
  private headerDue = true
  private headerReadAt = 0
  /** How often a reading of the header has begun, and which of these was taken last. */
  private headerReads = 0
  private headerTaken = 0
  private frames = new Map<number, string>()
  private notes = new Map<number, TargetNote[]>()
  private closed = false
  private verifiedAt = 0
  readonly header = new Header()
  /** Grows when the replica was replaced: readers start over. */
  epoch = 0
  down = false

  private constructor(
    private readonly options: FeedOptions,
    private replica: Replica,
    private plan: string | undefined,
  ) {
    this.stopWatching = options.watcher.watch(options.rolloutId, {
      advanced: (lastSeq) => this.advance(lastSeq),
      trouble: (down) => this.setDown(down),
    })
    this.pulseTimer = setInterval(() => void this.pulse(), options.pulseMs ?? 5_000)
    this.pulseTimer.unref()
  }

  /** Reads the rollout and begins to follow it; null when there is none. */
  static async open(options: FeedOptions): Promise<Feed | null> {
    const whole = await readWhole(options)
    if (!whole) return null
    const feed = new Feed(options, whole.replica, whole.header.planHash)
    feed.header.take(whole.header)
    feed.headerReadAt = feed.now()
    feed.headerDue = false
    return feed
  }

  get seq(): number {
    return this.replica.seq
  }

  get digest(): number {
    return this.replica.columns.digest()
  }

  get viewerCount(): number {
    return this.viewers.size
  }

  /** Adds a viewer; call the answer when it leaves. */
  join(viewer: FeedViewer): () => void {
    this.viewers.add(viewer)
    return () => this.viewers.delete(viewer)
  }

  /** Gives, as text, the frame that brings a reader from `since` to `seq`; made once for all readers. */
  frameSince(since: number): string {
    const made = this.frames.get(since)
    if (made !== undefined) return made
    const frame = this.replica.frameSince(since, this.now())
    const text = textOfBytes(encodeFrame(frame))
    this.frames.set(since, text)
    return text
  }

  /** Gives the notes that a reader at `since` lacks. Found once for all readers, too. */
  notesSince(since: number): readonly TargetNote[] {
    const found = this.notes.get(since) ?? this.replica.notesSince(since, notesMax)
    this.notes.set(since, found)
    return found
  }

  /** What those at work among these targets say of their progress. */
  progressOf(indexes: readonly number[]): (string | null)[] {
    return this.replica.progressOf(indexes)
  }

  close(): void {
    this.closed = true
    this.stopWatching()
    clearInterval(this.pulseTimer)
    this.viewers.clear()
  }

  private advance(lastSeq: number): void {
    this.lastSeq = lastSeq
    void this.catchUp()
  }

  private async catchUp(): Promise<void> {
    if (this.reading || this.closed) return
    this.reading = true
    try {
      while (!this.closed && this.seq < this.lastSeq) await this.readOnce()
      await this.refreshHeaderIfDue()
    } catch (error) {
      this.options.onError?.(error, 'follow')
    } finally {
      this.reading = false
    }
  }

  private async readOnce(): Promise<void> {
    const { pool, rolloutId, batchSizeMax = 5_000 } = this.options
    const changes = await readChanges(pool, rolloutId, this.seq, batchSizeMax)
    if (changes.seq === null) {
      this.lastSeq = this.seq
      return
    }
    if (changes.seq - this.seq !== changes.events) return this.reload('a hole in the events')
    if (changes.amended) return this.startOver()
    this.replica.advance(changes.rows, changes.seq)
    this.forgetMade()
    if (changes.whole) await this.refreshHeader()
    this.tell()
  }

  /** Throws away what was read and reads anew; every reader starts over. */
  private async reload(why: string): Promise<void> {
    this.options.onError?.(new Error(why), 'reload')
    await this.startOver()
  }

  /**
   * Reads everything anew, as when targets stand in another order. Readers get the header that tells them of the new
   * plan together with its first frame: in between they would show one cluster as another.
   */
  private async startOver(): Promise<void> {
    const began = ++this.headerReads
    const whole = await readWhole(this.options)
    if (!whole) return
    this.headerTaken = began
    this.plan = whole.header.planHash
    this.header.take(whole.header)
    this.adopt(whole.replica)
  }

  private adopt(replica: Replica): void {
    this.replica = replica
    this.forgetMade()
    this.epoch++
    this.tell()
  }

  private forgetMade(): void {
    this.frames = new Map()
    this.notes = new Map()
  }

  private async refreshHeaderIfDue(): Promise<void> {
    const every = this.options.headerEveryMs ?? 2_000
    if (this.headerDue && this.now() - this.headerReadAt >= every) await this.refreshHeader()
    this.headerDue = true
  }

  private async refreshHeader(): Promise<void> {
    this.headerDue = false
    this.headerReadAt = this.now()
    const began = ++this.headerReads
    const read = await this.options.readHeader(this.options.rolloutId)
    // One of another plan comes with its targets; and of two readings at once the first may end last.
    if (read.planHash !== this.plan || began < this.headerTaken) return
    this.headerTaken = began
    if (this.header.take(read)) this.tell()
  }

  private async pulse(): Promise<void> {
    // One at a time: those behind a database that answers late would only fill its queue.
    if (this.viewers.size === 0 || this.down || this.pulsing) return
    this.pulsing = true
    try {
      await this.refreshHeader()
      await this.verify()
    } catch (error) {
      this.options.onError?.(error, 'pulse')
    } finally {
      this.pulsing = false
    }
    for (const viewer of this.viewers) viewer.pulse()
  }

  /** Compares what was followed with the tables themselves: a difference would be a bug, and is healed. */
  private async verify(): Promise<void> {
    if (this.now() - this.verifiedAt < verifyEveryMs) return
    this.verifiedAt = this.now()
    const fresh = await loadReplica(this.options.pool, this.options.rolloutId)
    if (!fresh || fresh.seq !== this.seq || fresh.columns.digest() === this.digest) return
    this.options.onError?.(new Error(`state at ${fresh.seq} differs from the tables`), 'verify')
    this.adopt(fresh)
  }

  private setDown(down: boolean): void {
    this.down = down
    for (const viewer of this.viewers) viewer.trouble(down)
    if (!down) void this.catchUp()
  }

  private tell(): void {
    for (const viewer of this.viewers) viewer.news()
  }

  private now(): number {
    return this.options.now?.() ?? Date.now()
  }
}

/** Reads a rollout with its header, both under one plan. */
async function readWhole({ pool, rolloutId, readHeader }: FeedOptions) {
  for (;;) {
    const replica = await loadReplica(pool, rolloutId)
    if (!replica) return null
    const header = await readHeader(rolloutId)
    if (!(await isAmendedSince(pool, rolloutId, replica.seq))) return { replica, header }
  }
}

const notesMax = 2_000
const verifyEveryMs = 30_000
