import { cellOf, codeCount, codeOf, codeOfCell } from './cell'
import type { Change } from './frame'

const untouched = cellOf(codeOf('pending', false), null)

/** What is known of every target of one rollout, column by column; the same on the server and in a browser. */
export class Columns {
  readonly cells: Uint8Array
  /** Epoch ms; NaN = not yet. */
  readonly started: Float64Array
  readonly finished: Float64Array
  /** Targets per phase and code: `counts[phase * codeCount + code]`, kept with every change. */
  readonly counts: Int32Array

  /** @param phaseOf the phase's index of every target, in the rollout's fixed order. */
  constructor(
    readonly phaseOf: Uint16Array,
    readonly phaseCount: number,
  ) {
    this.cells = new Uint8Array(phaseOf.length)
    this.started = new Float64Array(phaseOf.length)
    this.finished = new Float64Array(phaseOf.length)
    this.counts = new Int32Array(phaseCount * codeCount)
    this.reset()
  }

  get size(): number {
    return this.cells.length
  }

  /** Makes every target pending, never started. */
  reset(): void {
    this.cells.fill(untouched)
    this.started.fill(Number.NaN)
    this.finished.fill(Number.NaN)
    this.counts.fill(0)
    for (const phase of this.phaseOf) this.bump(phase, untouched, 1)
  }

  /** Takes one change; throws a RangeError for a target that the rollout does not have. */
  apply(change: Change): void {
    const phase = this.phaseOf[change.index]
    if (phase === undefined) throw new RangeError(`the rollout has no target ${change.index}`)
    this.bump(phase, this.cells[change.index] as number, -1)
    this.bump(phase, change.cell, 1)
    this.cells[change.index] = change.cell
    if (change.startedAt !== undefined) this.started[change.index] = change.startedAt ?? Number.NaN
    if (change.finishedAt !== undefined) this.finished[change.index] = change.finishedAt ?? Number.NaN
  }

  /** Digest (FNV-1a, 32 bits) of the cells: two sides that agree on it show the same. */
  digest(): number {
    let hash = 0x811c9dc5
    for (const cell of this.cells) hash = Math.imul(hash ^ cell, 0x01000193)
    return hash >>> 0
  }

  private bump(phase: number, cell: number, by: number): void {
    const slot = phase * codeCount + codeOfCell(cell)
    this.counts[slot] = (this.counts[slot] ?? 0) + by
  }
}
