/** After how long a tab that nobody sees lets go of its connection. */
const parkAfterMs = 30_000
/** A page that is left is hidden for a moment first: nothing is opened on the way out. */
const hiddenAfterMs = 1_000

/**
 * A tab that nobody sees asks for fewer frames, and soon for none: a browser has six connections to a server,
 * and many tabs are open at three in the morning. Seen again, it goes on where it was.
 */
export class HiddenTab {
  hidden = false
  /** The connection was let go, until somebody looks. */
  parked = false
  /** The present connection was asked for fewer frames. */
  private reduced = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    /** Whether there is a connection to care for. */
    private readonly follows: () => boolean,
    private readonly connectAnew: () => void,
    private readonly letGo: () => void,
  ) {}

  /** Says that a connection is made, and gives whether it should be asked for fewer frames. */
  connects(): boolean {
    this.reduced = this.hidden
    return this.reduced
  }

  setHidden(hidden: boolean): void {
    if (hidden === this.hidden) return
    const behind = this.reduced || this.parked
    this.hidden = hidden
    this.parked = false
    this.stop()
    if (!this.follows()) return
    if (hidden) this.timer = setTimeout(() => this.hide(), hiddenAfterMs)
    else if (behind) this.connectAnew()
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private hide(): void {
    this.timer = setTimeout(() => this.park(), parkAfterMs - hiddenAfterMs)
    this.connectAnew()
  }

  private park(): void {
    this.parked = true
    this.letGo()
  }
}
