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
 * Makes a cutter that keeps characters whole over chunk borders, cuts what is longer than `lengthMax`
 * (marked with …), shows of a line that overwrites itself with carriage returns only the last state, and
 * replaces NUL, which Postgres cannot store.
 */
export function lineCutter(lengthMax: number = lineLengthMax): LineCutter {
  const decoder = new StringDecoder('utf8')
  let open = ''

  function push(text: string): string[] {
    const parts = text.split('\n')
    const last = parts.pop() as string
    const lines = parts.map((part) => {
      const line = finish(open + part, lengthMax)
      open = ''
      return line
    })
    open = unfinished(open + last, lengthMax)
    return lines
  }

  return {
    push: (chunk) => push(decoder.write(chunk)),
    end: () => {
      const lines = push(decoder.end())
      return open === '' ? lines : [...lines, finish(open, lengthMax)]
    },
  }
}

/**
 * Keeps of a line that goes on what its end will need: what stands after the last carriage return (one at the
 * very end may belong to the line break), and one unit beyond the limit as the sign that more was there.
 */
function unfinished(text: string, lengthMax: number): string {
  const shown = text.slice(text.lastIndexOf('\r', text.length - 2) + 1)
  if (shown.length <= lengthMax + 1) return shown
  return shown.slice(0, lengthMax + 1) + (shown.endsWith('\r') ? '\r' : '')
}

function finish(raw: string, lengthMax: number): string {
  const line = raw.replace(/\r$/, '')
  const shown = cleanText(line.slice(line.lastIndexOf('\r') + 1))
  return shown.length <= lengthMax ? shown : `${shown.slice(0, lengthMax)}…`.replace(/[\ud800-\udbff]…$/, '…')
}
