import { codeCount, isAtWork } from '@/lib/stream/cell'
import { Columns } from '@/lib/stream/columns'
import type { Frame } from '@/lib/stream/frame'
import type { TargetNote } from '@/lib/stream/notes'
import type { Roster } from '@/lib/stream/roster'

/** What a part of the screen can subscribe to. */
export type Topic = 'cells' | 'counts' | 'notes'

/** Why one target is as it is. */
export interface Note {
  reason: string | null
  message: string | null
}

/**
 * The targets of one rollout in this browser, outside React: columns in typed arrays, counters kept with
 * every change. Canvases take the dirty indexes once per animation frame; React subscribes to versions,
 * which are integers, so that nothing is compared, copied or torn.
 */
export class RolloutStore {
  readonly columns: Columns
  /** What the columns contain; -1 = nothing yet. */
  seq = -1
  /** The server's clock at the newest frame, epoch ms. */
  at = 0
  private readonly notes = new Map<number, Note>()
  private progress: ReadonlyMap<number, string> = new Map()
  private readonly versions: Record<Topic, number> = { cells: 0, counts: 0, notes: 0 }
  private readonly listeners: Record<Topic, Set<() => void>> = {
    cells: new Set(),
    counts: new Set(),
    notes: new Set(),
  }

  constructor(readonly roster: Roster) {
    this.columns = new Columns(roster.phaseOf, roster.phases.length)
  }

  /**
   * Takes a frame and returns true; returns false, and takes nothing, when the frame builds on something
   * that this store has not seen.
   */
  apply(frame: Frame): boolean {
    if (frame.from >= 0 && (frame.from > this.seq || frame.seq < this.seq)) return false
    if (frame.from < 0) this.columns.reset()
    for (const change of frame.changes) this.columns.apply(change)
    this.seq = frame.seq
    this.at = frame.at
    if (frame.changes.length > 0 || frame.from < 0) {
      this.changed('counts')
      this.changed('cells')
    }
    return true
  }

  /** Makes the next frame start over; what is shown stays until it comes. */
  forget(): void {
    this.seq = -1
  }

  /** Takes reasons and messages of targets. */
  annotate(notes: readonly TargetNote[]): void {
    for (const [index, reason, message] of notes) this.notes.set(index, { reason, message })
    this.changed('notes')
  }

  /** Takes what targets at work say of their progress, in place of what was known of any. */
  hear(indexes: readonly number[], words: readonly (string | null)[]): void {
    const heard = new Map<number, string>()
    indexes.forEach((index, n) => {
      const said = words[n]
      if (typeof said === 'string') heard.set(index, said)
    })
    this.progress = heard
    this.changed('notes')
  }

  /** Why a target is as it is; of one at work, what it last said while somebody listened. */
  noteOf(index: number): Note | undefined {
    const said = isAtWork(this.columns.cells[index] ?? 0) ? this.progress.get(index) : undefined
    return said === undefined ? this.notes.get(index) : { reason: null, message: said }
  }

  /** Tells whether the columns are what the server says they are at that position. */
  agrees(seq: number, digest: number): boolean {
    return seq !== this.seq || digest === this.columns.digest()
  }

  /** Number of targets of a phase with a code. */
  count(phase: number, code: number): number {
    return this.columns.counts[phase * codeCount + code] ?? 0
  }

  version(topic: Topic): number {
    return this.versions[topic]
  }

  /** Calls back after each change of a topic; call the answer to stop. */
  subscribe(topic: Topic, listener: () => void): () => void {
    this.listeners[topic].add(listener)
    return () => this.listeners[topic].delete(listener)
  }

  private changed(topic: Topic): void {
    this.versions[topic]++
    for (const listener of this.listeners[topic]) listener()
  }
}
