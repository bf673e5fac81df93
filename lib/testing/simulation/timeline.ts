import { Heap } from '@/lib/core/rollout/heap'

interface Event {
  readonly at: number
  readonly number: number
  readonly happen: () => void
}

/** A clock that only moves from one event to the next; what falls on one moment happens in order of asking. */
export class Timeline {
  /** Virtual ms. */
  now = 0
  private asked = 0
  private readonly events = new Heap<Event>((a, b) => a.at < b.at || (a.at === b.at && a.number < b.number))

  after(ms: number, happen: () => void): void {
    this.asked += 1
    this.events.push({ at: this.now + Math.max(0, Math.round(ms)), number: this.asked, happen })
  }

  /** Lets everything happen up to a moment, or until it is enough; throws when it never comes to an end. */
  run(until: number, enough: () => boolean = () => false): void {
    for (let count = 0; count < 500_000; count++) {
      if (enough()) return
      const next = this.events.peek()
      if (!next || next.at > until) {
        this.now = Math.max(this.now, until)
        return
      }
      this.events.pop()
      this.now = next.at
      next.happen()
    }
    throw new Error(`more than 500,000 events before ${until} ms: something spins`)
  }
}
