import { verdictMsMax } from './verdict'

/**
 * How many targets of a phase have started in one turn, at most, for as long as a look at a cluster is good for.
 * Slots fall free in lumps; whoever looks ahead only as far as the last lump keeps the next, larger one waiting.
 */
export class Pace {
  private count = 0
  private at = Number.NEGATIVE_INFINITY

  /** Notes how many have started in a turn. */
  add(started: number, now: number): void {
    if (started === 0 || started < this.most(now)) return
    this.count = started
    this.at = now
  }

  /** The most that started in one turn of the last second. */
  most(now: number): number {
    return now - this.at <= verdictMsMax ? this.count : 0
  }
}
