import { codeOf, codeOfCell } from '@/lib/stream/cell'
import type { Columns } from '@/lib/stream/columns'

const failedCode = codeOf('failed', false)
const revertFailedCode = codeOf('revert_failed', false)

/** Tells whether a target is one that N and P stop at. */
export const isFailure = (columns: Columns, index: number): boolean => {
  const code = codeOfCell(columns.cells[index] as number)
  return code === failedCode || code === revertFailedCode
}

/**
 * Finds the next failure from a target on, around the end; from the first or the last on when there is none to
 * begin at. Null when nothing has failed.
 */
export function nextFailure(columns: Columns, from: number | null, step: 1 | -1): number | null {
  const { size } = columns
  const begin = from ?? (step > 0 ? -1 : size)
  for (let n = 1; n <= size; n++) {
    const index = (begin + n * step + 2 * size) % size
    if (isFailure(columns, index)) return index
  }
  return null
}
