/** One message of a server-sent event stream. */
export interface SseMessage {
  event?: string
  id?: number
  /** Without line breaks: JSON or base64. */
  data: string
}

/** Writes a message as the lines that go over the wire. */
export function sseText({ event, id, data }: SseMessage): string {
  const head = (event ? `event: ${event}\n` : '') + (id === undefined ? '' : `id: ${id}\n`)
  return `${head}data: ${data}\n\n`
}

/** The sending side of one open stream. */
export interface SseChannel {
  /** Queues text; does nothing once the stream has ended. */
  send(text: string): void
  /** Tells whether the reader is behind: what was sent still waits to be taken. Never after the end. */
  readonly congested: boolean
  /** Resolves as soon as the reader keeps up, or the stream has ended, which `signal` tells apart. */
  drained(): Promise<void>
  /** Says goodbye, if there is something to say, and ends the stream. */
  end(farewell?: string): void
  /** Aborts when the stream has ended, from either side. */
  readonly signal: AbortSignal
}

export interface SseOptions {
  /** The request's own signal: ends the stream when the client goes away. */
  signal: AbortSignal
  /** Runs once, with the channel, when the response begins. */
  start(channel: SseChannel): void
  keepAliveMs?: number
  /** How long a browser waits before it connects anew. */
  retryMs?: number
  /** Ends a stream whose reader has taken nothing for so long: it resumes where it was, or is gone. */
  stallMaxMs?: number
}

/** What every stream needs so that nothing between us and the browser holds it back. */
export const sseHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const

/** Bytes that may wait for a slow reader before we stop adding to them. */
const queuedMax = 64 * 1024

/** Opens a stream and answers with it; comments keep it alive, and it is cleaned up once, however it ends. */
export function openSse(options: SseOptions): Response {
  return new Response(new SseSource(options).stream, { headers: sseHeaders })
}

class SseSource implements SseChannel {
  readonly stream: ReadableStream<Uint8Array>
  private controller!: ReadableStreamDefaultController<Uint8Array>
  private readonly encoder = new TextEncoder()
  private readonly ended = new AbortController()
  private readonly keepAlive: NodeJS.Timeout
  private waiting: (() => void)[] = []
  private takenAt = Date.now()
  private readonly onAbort = () => this.finish()

  constructor(private readonly options: SseOptions) {
    this.keepAlive = setInterval(() => this.beat(), options.keepAliveMs ?? 15_000)
    this.keepAlive.unref()
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller
          this.send(`retry: ${options.retryMs ?? 2_000}\n\n`)
        },
        pull: () => this.release(),
        cancel: () => this.finish(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: queuedMax }),
    )
    if (options.signal.aborted) this.finish()
    else {
      options.signal.addEventListener('abort', this.onAbort, { once: true })
      options.start(this)
    }
  }

  get signal(): AbortSignal {
    return this.ended.signal
  }

  get congested(): boolean {
    return !this.signal.aborted && (this.controller.desiredSize ?? 0) <= 0
  }

  send(text: string): void {
    if (!this.signal.aborted) this.controller.enqueue(this.encoder.encode(text))
  }

  drained(): Promise<void> {
    if (!this.congested) return Promise.resolve()
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  end(farewell?: string): void {
    if (this.signal.aborted) return
    if (farewell) this.send(farewell)
    this.controller.close()
    this.finish()
  }

  private beat(): void {
    if (!this.congested) this.send(': keep-alive\n\n')
    else if (Date.now() - this.takenAt > (this.options.stallMaxMs ?? 60_000)) this.end()
  }

  private release(): void {
    this.takenAt = Date.now()
    const waiting = this.waiting
    this.waiting = []
    for (const resolve of waiting) resolve()
  }

  private finish(): void {
    if (this.signal.aborted) return
    clearInterval(this.keepAlive)
    this.options.signal.removeEventListener('abort', this.onAbort)
    this.ended.abort()
    this.release()
    try {
      this.controller.close()
    } catch {
      // Closed already, by `end` or by the reader.
    }
  }
}
