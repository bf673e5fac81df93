import type { Socket } from 'node:net'

/** What all connections of a relay go through at the moment. */
export interface Weather {
  silent: boolean
  held: boolean
  latencyMs: number
  /** Pieces that have passed. */
  passed: number
}

/** One direction of one connection: what comes in goes out in its order, if and when the weather lets it. */
export class Lane {
  /** What is sent is lost, and nobody is told. */
  deaf = false
  private readonly waiting: { readonly bytes: Buffer; readonly due: number }[] = []
  private sourceEnded = false

  constructor(
    from: Socket,
    private readonly to: Socket,
    private readonly weather: Weather,
    onSent?: (bytes: Buffer) => void,
  ) {
    from.on('data', (bytes: Buffer) => {
      onSent?.(bytes)
      if (this.deaf || weather.silent) return
      this.waiting.push({ bytes, due: performance.now() + weather.latencyMs })
      if (weather.latencyMs > 0) setTimeout(() => this.flush(), weather.latencyMs + 1)
      this.flush()
    })
    from.on('close', (broken) => {
      // Into a black hole not even the end of a connection gets through.
      if (this.deaf) return
      this.sourceEnded = true
      if (broken) to.destroy()
      else this.flush()
    })
  }

  /** Sends on what may go. @returns how many pieces. */
  flush(): number {
    if (this.weather.held || this.deaf) return 0
    let count = 0
    const now = performance.now()
    for (let first = this.waiting[0]; first && first.due <= now; first = this.waiting[0]) {
      this.waiting.shift()
      if (!this.to.destroyed) this.to.write(first.bytes)
      this.weather.passed += 1
      count += 1
    }
    if (this.sourceEnded && this.waiting.length === 0) this.to.end()
    return count
  }
}
