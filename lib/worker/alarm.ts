/** A sleep that can be cut short. A poke while nobody sleeps makes the next sleep end at once. */
export class Alarm {
  private wake: () => void = () => {}
  private poked = false

  /** Ends the sleep. */
  poke(): void {
    this.poked = true
    this.wake()
  }

  /** Sleeps for so many milliseconds, or until a poke. */
  async sleep(ms: number): Promise<void> {
    if (!this.poked && ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.wake = () => {}
    }
    this.poked = false
  }
}
