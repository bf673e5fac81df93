import { cellOf, codeOf, isAtWork } from '@/lib/stream/cell'
import { Columns } from '@/lib/stream/columns'
import { type Change, type Frame, timeUnitMs } from '@/lib/stream/frame'
import type { TargetNote } from '@/lib/stream/notes'
import type { TargetRow } from './replica-rows'

/**
 * One rollout's targets as this process has read them, with the sequence number at which each last changed.
 * From that, what a reader lacks follows from its own position alone: nothing is kept per reader, a slow one
 * gets fewer and fuller frames, and one that comes back after a minute, or after our restart, goes on.
 */
export class Replica {
  readonly columns: Columns
  /** Everything up to here is contained. */
  seq: number
  private readonly indexOf = new Map<number, number>()
  private readonly cellSeq: Float64Array
  private readonly startedSeq: Float64Array
  private readonly finishedSeq: Float64Array
  private readonly notes = new Map<number, { seq: number; reason: string | null; message: string | null }>()
  private readonly progressWords = new Map<number, string>()

  /** @param rows all targets of the rollout in its fixed order, as they were at `seq`. */
  constructor(rows: readonly TargetRow[], phaseCount: number, seq: number) {
    this.columns = new Columns(
      Uint16Array.from(rows, (row) => row.phase_index),
      phaseCount,
    )
    this.seq = seq
    this.cellSeq = new Float64Array(rows.length).fill(seq)
    this.startedSeq = new Float64Array(rows.length).fill(seq)
    this.finishedSeq = new Float64Array(rows.length).fill(seq)
    rows.forEach((row, index) => {
      this.indexOf.set(row.id, index)
      this.columns.apply(changeOf(index, row))
      this.note(index, row, seq)
    })
  }

  /** Takes the newest rows of targets that changed up to `seq`; unknown targets are left out. */
  advance(rows: readonly TargetRow[], seq: number): void {
    for (const row of rows) {
      const index = this.indexOf.get(row.id)
      if (index === undefined) continue
      this.mark(index, changeOf(index, row), seq)
      this.note(index, row, seq)
    }
    this.seq = seq
  }

  /** Makes the frame that brings a reader from `since` (-1 = it knows nothing) to here. */
  frameSince(since: number, at: number): Frame {
    const changes: Change[] = []
    const { columns } = this
    for (let index = 0; index < columns.size; index++) {
      const cell = (this.cellSeq[index] as number) > since
      const started = (this.startedSeq[index] as number) > since
      const finished = (this.finishedSeq[index] as number) > since
      if (!cell && !started && !finished) continue
      const change: Change = { index, cell: columns.cells[index] as number }
      // A reader that knows nothing assumes "not yet", so that only what has happened needs to be told.
      if (started) setTime(change, 'startedAt', columns.started[index], since)
      if (finished) setTime(change, 'finishedAt', columns.finished[index], since)
      changes.push(change)
    }
    return { from: since, seq: this.seq, at: rounded(at), changes }
  }

  /** Reasons and messages that a reader at `since` lacks, at most `max` of the newest. */
  notesSince(since: number, max: number): TargetNote[] {
    const fresh = [...this.notes].filter(([, note]) => note.seq > since)
    fresh.sort(([, a], [, b]) => a.seq - b.seq)
    return fresh.slice(-max).map(([index, { reason, message }]) => [index, reason, message])
  }

  /** What those at work among these targets say of their progress; null = nothing. */
  progressOf(indexes: readonly number[]): (string | null)[] {
    return indexes.map((index) => this.progressWords.get(index) ?? null)
  }

  private mark(index: number, change: Change, seq: number): void {
    const { cells, started, finished } = this.columns
    if (cells[index] !== change.cell) this.cellSeq[index] = seq
    if (!same(started[index], change.startedAt)) this.startedSeq[index] = seq
    if (!same(finished[index], change.finishedAt)) this.finishedSeq[index] = seq
    this.columns.apply(change)
  }

  /**
   * Keeps why a target is as it is. What one at work says of its progress changes every second and is worth nothing to
   * who does not look at it: it is kept apart, and told when somebody asks.
   */
  private note(index: number, row: TargetRow, seq: number): void {
    const words = row.message === null ? null : row.message.slice(0, noteLengthMax)
    const working = isAtWork(this.columns.cells[index] as number)
    if (working && words !== null) this.progressWords.set(index, words)
    else this.progressWords.delete(index)
    const reason = working ? null : row.reason
    const message = working ? null : words
    const before = this.notes.get(index)
    if ((before?.reason ?? null) === reason && (before?.message ?? null) === message) return
    this.notes.set(index, { seq, reason, message })
  }
}

const noteLengthMax = 240

const rounded = (ms: number): number => Math.round(ms / timeUnitMs) * timeUnitMs
const roundedDate = (at: Date | null): number | null => (at === null ? null : rounded(at.getTime()))

const same = (had: number | undefined, has: number | null | undefined): boolean =>
  Object.is(had, has ?? Number.NaN)

function setTime(
  change: Change,
  key: 'startedAt' | 'finishedAt',
  value: number | undefined,
  since: number,
): void {
  if (value !== undefined && !Number.isNaN(value)) change[key] = value
  else if (since >= 0) change[key] = null
}

function changeOf(
  index: number,
  row: TargetRow,
): Change & { startedAt: number | null; finishedAt: number | null } {
  return {
    index,
    cell: cellOf(codeOf(row.state, row.retrying), row.progress),
    startedAt: roundedDate(row.started_at),
    finishedAt: roundedDate(row.finished_at),
  }
}
