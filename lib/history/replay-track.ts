import { isTerminal, type TargetState } from '@/lib/core/rollout/states'
import { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { cellOf, codeOf, codeOfCell, stateOfCode } from '@/lib/stream/cell'
import type { Change } from '@/lib/stream/frame'
import type { Roster } from '@/lib/stream/roster'
import { again, type ReplayDto, type ReplayMark } from './dto'

/**
 * A finished rollout's log, to be shown as it was at any instant. The store is the one that live pages draw from;
 * going on applies what lies between, going back starts over, which takes milliseconds for 10,000 targets.
 */
export class ReplayTrack {
  readonly store: RolloutStore
  readonly marks: ReplayMark[] = []
  private readonly target: number[] = []
  private readonly times: number[] = []
  private readonly codes: number[] = []
  /** Entries that the store contains. */
  private shown = 0

  constructor(roster: Roster) {
    this.store = new RolloutStore(roster)
  }

  /** Adds a page of the log, in order. */
  add(page: ReplayDto): void {
    for (let n = 0; n < page.target.length; n++) {
      this.target.push(page.target[n] as number)
      // The order of events counts; their clocks may have been set back between two of them.
      this.times.push(Math.max(this.times.at(-1) ?? 0, page.at[n] as number))
      this.codes.push(page.code[n] as number)
    }
    this.marks.push(...page.marks)
  }

  /** Epoch ms of the first and the last event; both 0 when there is none. */
  get range(): { from: number; to: number } {
    const first = [this.times[0], this.marks[0]?.at].filter((at) => at !== undefined)
    const last = [this.times.at(-1), this.marks.at(-1)?.at].filter((at) => at !== undefined)
    return { from: first.length > 0 ? Math.min(...first) : 0, to: last.length > 0 ? Math.max(...last) : 0 }
  }

  /** Makes the store show what was so at an instant (epoch ms). */
  seek(at: number): void {
    const upTo = this.entriesUntil(at)
    const starts = this.store.seq < 0 || upTo < this.shown
    const from = starts ? 0 : this.shown
    const changes = new Map<number, Change>()
    for (let n = from; n < upTo; n++) this.take(n, changes, starts)
    const sorted = [...changes.values()].sort((a, b) => a.index - b.index)
    this.store.apply({ from: starts ? -1 : this.shown, seq: upTo, at, changes: sorted })
    this.shown = upTo
  }

  private take(n: number, changes: Map<number, Change>, starts: boolean): void {
    const index = this.target[n] as number
    const before = changes.get(index)
    const { cells } = this.store.columns
    const cell = before?.cell ?? (starts ? cellOf(codeOf('pending', false), null) : (cells[index] as number))
    const was = stateOfCode(codeOfCell(cell))
    const code = this.codes[n] as number
    const now = code === again ? codeOf(was, true) : code
    const change: Change = { ...before, index, cell: cellOf(now, null) }
    markTimes(change, was, stateOfCode(now), this.times[n] as number)
    changes.set(index, change)
  }

  private entriesUntil(at: number): number {
    let low = 0
    let high = this.times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.times[middle] as number) <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}

function markTimes(change: Change, was: TargetState, is: TargetState, at: number): void {
  if (was === 'pending' && is === 'applying') {
    change.startedAt = at
    change.finishedAt = null
  } else if (isTerminal(is)) change.finishedAt = at
  else if (is === 'pending') change.finishedAt = null
}
