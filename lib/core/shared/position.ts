/** A place in a text. Lines and columns count from 1, the offset from 0 in UTF-16 units. */
export interface Position {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** Finds line and column of an offset; an offset past the end is the end. */
export function positionAt(text: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, text.length))
  let line = 1
  let lineStart = 0
  for (let i = text.indexOf('\n'); i !== -1 && i < end; i = text.indexOf('\n', i + 1)) {
    line += 1
    lineStart = i + 1
  }
  return { offset: end, line, column: end - lineStart + 1 }
}
