import { StringDecoder } from 'node:string_decoder'
import { cleanText } from '../output'

/** The longest line that is kept, in UTF-16 units. */
export const lineLengthMax = 8_192

/** Cuts a stream of bytes into lines. */
export interface LineCutter {
  /** Takes bytes, gives the lines that they complete. */
  push(chunk: Buffer): string[]
  /** Gives the rest after the last line break. */
  end(): string[]
}

/**
 * Makes a cutter that keeps characters whole over chunk borders, cuts what is longer than `lineLengthMax`
 * (marked with …), shows of a line that overwrites itself with carriage returns only the last state, and
 * replaces NUL, which Postgres cannot store.
 */
export function lineCutter(): LineCutter {
  const decoder = new StringDecoder('utf8')
  let open = ''

  function push(text: string): string[] {
    const parts = text.split('\n')
    const last = parts.pop() as string
    const lines = parts.map((part) => {
      const line = finish(open + part)
      open = ''
      return line
    })
    // One unit beyond the limit is kept as the sign that more was there.
    open = (open + last).slice(0, lineLengthMax + 1)
    return lines
  }

  return {
    push: (chunk) => push(decoder.write(chunk)),
    end: () => {
      const lines = push(decoder.end())
      return open === '' ? lines : [...lines, finish(open)]
    },
  }
}

function finish(raw: string): string {
  const line = raw.replace(/\r$/, '')
  const shown = cleanText(line.slice(line.lastIndexOf('\r') + 1))
  return shown.length <= lineLengthMax
    ? shown
    : `${shown.slice(0, lineLengthMax)}…`.replace(/[\ud800-\udbff]…$/, '…')
}
