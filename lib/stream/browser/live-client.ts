import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { Json } from '@/lib/core/shared/json'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { bytesOfText } from '@/lib/stream/byte-text'
import { type Delta, withDelta } from '@/lib/stream/delta'
import { decodeFrame } from '@/lib/stream/frame'
import { type NotesDto, NotesReader } from '@/lib/stream/notes'
import { browserWorld, type ClientWorld } from './client-world'
import { backoffMs, type Connection, isFresh } from './connection'
import { HiddenTab } from './hidden-tab'
import { fetchRoster, openStream, Refused } from './requests'
import type { RolloutStore } from './rollout-store'

type ClientTopic = 'store' | 'header' | 'connection'

/** After so long without a byte the screen says so: the server sends something every five seconds. */
const staleAfterMs = 12_000
/** After so long without a byte the connection is given up and made anew. */
const deadAfterMs = 20_000
/** How often a tab that nobody sees is told what happened. */
const hiddenEveryMs = 1_000

/** Follows one rollout: keeps the store and the header as the server has them, and says when it cannot. */
export class LiveClient {
  /** The targets; null until their first state is there, so that nothing is shown as pending by mistake. */
  store: RolloutStore | null = null
  header: RolloutDto
  connection: Connection = { state: 'connecting' }
  /** How far the server's clock is ahead of ours, ms. */
  clockAheadMs = 0
  private readonly listeners: Record<ClientTopic, Set<() => void>> = {
    store: new Set(),
    header: new Set(),
    connection: new Set(),
  }
  private roster: RolloutStore | null = null
  /** The plan was seen to be another than that of a roster: what the browser has kept is void. */
  private planned = false
  private session: AbortController | null = null
  private stopped = true
  private attempt = 0
  private heardAt = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private watchdog: ReturnType<typeof setInterval> | undefined
  private readonly tab = new HiddenTab(
    () => !this.stopped && this.connection.state !== 'ended',
    () => this.connectAnew(),
    () => this.letGo(),
  )

  constructor(
    private readonly rollout: string,
    header: RolloutDto,
    private readonly world: ClientWorld = browserWorld,
  ) {
    this.header = header
  }

  subscribe(topic: ClientTopic, listener: () => void): () => void {
    this.listeners[topic].add(listener)
    return () => this.listeners[topic].delete(listener)
  }

  /** Begins to follow; calling it again does nothing. */
  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.watchdog = setInterval(() => this.checkSilence(), 1_000)
    void this.connect()
  }

  stop(): void {
    this.stopped = true
    this.session?.abort()
    clearTimeout(this.timer)
    clearInterval(this.watchdog)
    this.tab.stop()
  }

  /** The network came back, or somebody asks: try at once. */
  retryNow(): void {
    if (this.stopped || this.connection.state === 'live' || this.connection.state === 'ended') return
    this.attempt = 0
    this.session?.abort()
    clearTimeout(this.timer)
    void this.connect()
  }

  networkLost(): void {
    if (this.stopped || this.connection.state === 'ended') return
    this.session?.abort()
    this.setConnection({ state: 'offline', since: this.shownAt })
  }

  /** The page is seen, or not any more. */
  setHidden(hidden: boolean): void {
    this.tab.setHidden(hidden)
  }

  private connectAnew(): void {
    this.session?.abort()
    clearTimeout(this.timer)
    void this.connect()
  }

  private letGo(): void {
    clearTimeout(this.timer)
    this.session?.abort()
    this.setConnection({ state: 'catching_up' })
  }

  /** The server's time, epoch ms; it stands still while what is shown is not up to date. */
  now(): number {
    return isFresh(this.connection) ? this.world.now() + this.clockAheadMs : this.shownAt
  }

  /** The instant up to which what is shown is known, by the server's clock. */
  get shownAt(): number {
    return this.heardAt === 0 ? this.world.now() : this.heardAt + this.clockAheadMs
  }

  private async connect(): Promise<void> {
    const session = new AbortController()
    this.session = session
    try {
      const opening = this.open(this.roster?.seq ?? -1, session.signal)
      const [body] = await Promise.all([opening, this.roster ?? this.readRoster(session.signal)])
      this.attempt = 0
      await this.read(body, session)
    } catch (error) {
      // The half that did not fail may still be open.
      session.abort()
      if (error instanceof Refused) {
        this.finish(error)
        return
      }
    }
    if (this.session === session && !this.stopped) this.reconnect()
  }

  private async readRoster(signal: AbortSignal): Promise<void> {
    this.roster = await fetchRoster(this.world, this.rollout, { anew: this.planned, signal })
  }

  private async open(since: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const everyMs = this.tab.connects() ? hiddenEveryMs : null
    const body = await openStream(this.world, this.rollout, { since, everyMs, signal })
    this.heardAt = this.world.now()
    this.setConnection({ state: since < 0 ? 'connecting' : 'catching_up' })
    return body
  }

  private async read(body: ReadableStream<Uint8Array<ArrayBuffer>>, session: AbortController): Promise<void> {
    const notes = new NotesReader()
    const parser = createParser({ onEvent: (message) => this.take(message, notes, session) })
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || session.signal.aborted) return
      this.heardAt = this.world.now()
      parser.feed(value)
    }
  }

  private take({ event, data }: EventSourceMessage, notes: NotesReader, session: AbortController): void {
    if (session.signal.aborted) return
    if (event === 'f') this.takeFrame(data, session)
    else if (event === 'notes') this.roster?.annotate(notes.unpack(JSON.parse(data) as NotesDto))
    else if (event === 'rollout') this.takeHeader(JSON.parse(data) as RolloutDto, session)
    else if (event === 'patch') this.takeHeader(patched(this.header, data), session)
    else if (event === 'hash') this.checkDrift(data, session)
    else if (event === 'trouble') this.takeTrouble(data)
    else if (event === 'bye') this.takeBye(data, session)
  }

  private takeHeader(header: RolloutDto, session: AbortController): void {
    this.header = header
    this.tell('header')
    if (this.roster && this.roster.roster.planHash !== this.header.planHash) this.replan(session)
  }

  /** What is left was planned anew: targets stand elsewhere, so who is who is read again. What is shown stays until then. */
  private replan(session: AbortController): void {
    this.roster = null
    this.planned = true
    this.setConnection({ state: 'catching_up' })
    session.abort()
  }

  private takeFrame(data: string, session: AbortController): void {
    const frame = decodeFrame(bytesOfText(data))
    this.clockAheadMs = frame.at - this.world.now()
    if (!this.roster?.apply(frame)) {
      this.startOver(session)
      return
    }
    this.setConnection({ state: 'live' })
    if (this.store === this.roster) return
    this.store = this.roster
    this.tell('store')
  }

  /** What we show is not what the server has: forget it and read everything anew. */
  private checkDrift(data: string, session: AbortController): void {
    const { seq, hash } = JSON.parse(data) as { seq: number; hash: number }
    if (this.roster?.agrees(seq, hash)) this.setConnection({ state: 'live' })
    else this.startOver(session)
  }

  private startOver(session: AbortController): void {
    this.roster?.forget()
    this.setConnection({ state: 'catching_up' })
    session.abort()
  }

  private takeTrouble(data: string): void {
    const { database } = JSON.parse(data) as { database: 'away' | 'back' }
    this.setConnection(database === 'away' ? { state: 'database', since: this.shownAt } : { state: 'live' })
  }

  private takeBye(data: string, session: AbortController): void {
    const { reason } = JSON.parse(data) as { reason: string }
    // Whatever the reason, the server has ended the stream; all but a lost session may try again.
    if (reason === 'session') this.finish(new Refused('session', 'You are signed out.'))
    session.abort()
  }

  private reconnect(): void {
    if (
      this.stopped ||
      this.tab.parked ||
      this.connection.state === 'ended' ||
      this.connection.state === 'offline'
    )
      return
    this.attempt++
    // The first try comes so soon that saying anything would only flicker.
    if (this.attempt > 1) {
      this.setConnection({ state: 'reconnecting', since: this.shownAt, attempt: this.attempt })
    }
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.connect(), backoffMs(this.attempt, this.world.random()))
  }

  private checkSilence(): void {
    if (this.connection.state !== 'live' && this.connection.state !== 'stale') return
    const silence = this.world.now() - this.heardAt
    if (silence > staleAfterMs) this.setConnection({ state: 'stale', since: this.shownAt })
    if (silence > deadAfterMs) this.session?.abort()
  }

  private finish({ reason, message }: Refused): void {
    clearTimeout(this.timer)
    this.setConnection({ state: 'ended', since: this.shownAt, reason, message })
  }

  private setConnection(next: Connection): void {
    const now = this.connection
    if (now.state === 'ended') return
    if (now.state === next.state && !('attempt' in next)) return
    // A longer trouble keeps the instant at which it began.
    this.connection = 'since' in now && 'since' in next ? { ...next, since: now.since } : next
    this.tell('connection')
  }

  private tell(topic: ClientTopic): void {
    for (const listener of this.listeners[topic]) listener()
  }
}

/** The header that a change makes of the one before. */
const patched = (header: RolloutDto, delta: string): RolloutDto =>
  withDelta(header as unknown as Json, JSON.parse(delta) as Delta) as unknown as RolloutDto
