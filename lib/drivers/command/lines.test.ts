import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from '../output'
import { lineCutter, lineLengthMax } from './lines'

/** Feeds bytes in pieces that end at the given places. */
function cut(bytes: Buffer, places: readonly number[], lengthMax?: number): string[] {
  const cutter = lineCutter(lengthMax)
  const lines: string[] = []
  let from = 0
  for (const place of [...places, bytes.length]
    .map((at) => Math.min(at, bytes.length))
    .sort((a, b) => a - b)) {
    lines.push(...cutter.push(bytes.subarray(from, place)))
    from = place
  }
  return [...lines, ...cutter.end()]
}

const limit = 8
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('\n', '\r', '\r\n', '\0', '😀', 'ä', 'x'.repeat(limit - 1), `${'y'.repeat(2 * limit)}\r`),
)

describe('lines', () => {
  it('are the same however the bytes arrive', () => {
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join(''), 'utf8'))
    fc.assert(
      fc.property(text, fc.array(fc.nat(100), { maxLength: 10 }), (bytes, places) => {
        const lines = cut(bytes, places, limit)
        expect(lines).toEqual(cut(bytes, [], limit))
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(limit + 1)
          expect(line).toBe(cleanText(line))
          expect(line).not.toMatch(/[\n\0]/)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('are what stands between the breaks', () => {
    expect(cut(Buffer.from('a\n\nb\r\nc'), [])).toEqual(['a', '', 'b', 'c'])
    expect(cut(Buffer.from(''), [])).toEqual([])
    expect(cut(Buffer.from('a\n'), [])).toEqual(['a'])
  })

  it('show only the last state of a line that overwrites itself', () => {
    expect(cut(Buffer.from('10 %\r55 %\r100 %\ndone\r\n'), [])).toEqual(['100 %', 'done'])
  })

  it('are cut when they are too long, and say so', () => {
    const [long, next] = cut(Buffer.from(`${'x'.repeat(20_000)}\nnext`), [7, 9_000, 19_999])
    expect(long).toBe(`${'x'.repeat(lineLengthMax)}…`)
    expect(next).toBe('next')
    expect(cut(Buffer.from('x'.repeat(lineLengthMax)), [])).toEqual(['x'.repeat(lineLengthMax)])
  })

  it('hold nothing that Postgres would refuse', () => {
    expect(cut(Buffer.from([0x61, 0x00, 0xff, 0x62]), [])).toEqual(['a\ufffd\ufffdb'])
    expect(cleanText('a\ud800b\udc00c😀')).toBe('a\ufffdb\ufffdc😀')
  })
})
