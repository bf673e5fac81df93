import { codeOf, codeOfCell } from '@/lib/stream/cell'
import type { Columns } from '@/lib/stream/columns'

/** When the targets of one group started and came to rest, each sorted; what its curve is drawn from. */
export interface Density {
  readonly total: number
  readonly started: Float64Array
  readonly finished: Float64Array
  /** Instants of failures, a part of `finished`. */
  readonly failed: Float64Array
}

const failedCodes = new Set([codeOf('failed', false), codeOf('revert_failed', false)])

/** Reads a group's starts and ends out of the columns. */
export function densityOf(columns: Columns, targets: Uint32Array): Density {
  const started: number[] = []
  const finished: number[] = []
  const failed: number[] = []
  for (const index of targets) {
    const begin = columns.started[index] as number
    const end = columns.finished[index] as number
    if (!Number.isNaN(begin)) started.push(begin)
    if (Number.isNaN(end)) continue
    // What was skipped before its start counts as started and done at once.
    if (Number.isNaN(begin)) started.push(end)
    finished.push(end)
    if (failedCodes.has(codeOfCell(columns.cells[index] as number))) failed.push(end)
  }
  return {
    total: targets.length,
    started: Float64Array.from(started).sort(),
    finished: Float64Array.from(finished).sort(),
    failed: Float64Array.from(failed).sort(),
  }
}

/** How far a group was at an instant. */
export interface Progress {
  readonly started: number
  readonly finished: number
  readonly failed: number
}

/** Counts as `densityOf` and `countUntil` do, without sorting: a pointer asks anew with each of its moves. */
export function progressAt(columns: Columns, targets: Uint32Array, at: number): Progress {
  let started = 0
  let finished = 0
  let failed = 0
  for (const index of targets) {
    const begin = columns.started[index] as number
    const end = columns.finished[index] as number
    // Not known = NaN, which is not before anything.
    if (begin <= at || (Number.isNaN(begin) && end <= at)) started++
    if (!(end <= at)) continue
    finished++
    if (failedCodes.has(codeOfCell(columns.cells[index] as number))) failed++
  }
  return { started, finished, failed }
}

/** How many of the sorted instants are not after `at`. */
export function countUntil(sorted: Float64Array, at: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) <= at) low = middle + 1
    else high = middle
  }
  return low
}
