import { diffLines } from 'diff'

/** A line that both texts have, or only the later (`added`) or the earlier one (`removed`). */
export interface LineDifference {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Compares two texts line by line. */
export function lineDifference(before: string, after: string): LineDifference[] {
  return diffLines(before, after).flatMap((part) => {
    const kind = part.added ? 'added' : part.removed ? 'removed' : 'same'
    return part.value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): LineDifference => ({ kind, text }))
  })
}
