import type { Timeline } from './timeline'

/** A worker process: what it does later happens only if it still lives, and not while it is frozen. */
export class Process {
  alive = true
  private frozenUntil = 0

  constructor(
    private readonly time: Timeline,
    readonly name: string,
  ) {}

  after(ms: number, happen: () => void): void {
    this.time.after(ms, () => this.whenAwake(happen))
  }

  /** SIGSTOP until a moment: time goes on, this process does not. */
  freeze(ms: number): void {
    this.frozenUntil = Math.max(this.frozenUntil, this.time.now + ms)
  }

  get awake(): boolean {
    return this.alive && this.frozenUntil <= this.time.now
  }

  private whenAwake(happen: () => void): void {
    if (!this.alive) return
    if (this.frozenUntil > this.time.now)
      this.time.after(this.frozenUntil - this.time.now, () => this.whenAwake(happen))
    else happen()
  }
}
