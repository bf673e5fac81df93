import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotesPacker, NotesReader, type TargetNote } from './notes'

const text = fc.option(fc.oneof(fc.constantFrom('', 'error', 'broker 2 is gone'), fc.nat(400).map(String)))
const noteOf = (index: number): fc.Arbitrary<TargetNote> =>
  fc.tuple(text, text).map(([reason, message]) => [index, reason, message])
const telling = fc
  .uniqueArray(fc.nat(5_000), { maxLength: 200 })
  .chain((indexes) => fc.tuple(...indexes.map(noteOf)))

const byIndex = (notes: readonly TargetNote[]) => [...notes].sort(([a], [b]) => a - b)

describe('notes over one connection', () => {
  it('come out as they went in, telling after telling, however many texts there are', () => {
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 8 }), (tellings) => {
        const packer = new NotesPacker()
        const reader = new NotesReader()
        for (const notes of tellings) {
          const read = reader.unpack(JSON.parse(JSON.stringify(packer.pack(notes))))
          expect(byIndex(read)).toEqual(byIndex(notes))
        }
      }),
      { numRuns: 50 },
    )
  })

  it('carry each text once', () => {
    const packer = new NotesPacker()
    expect(
      packer.pack([
        [1, 'error', 'no answer'],
        [2, 'error', 'no answer'],
      ]),
    ).toEqual([
      0,
      ['error', 'no answer'],
      [],
      [
        [1, 0, 1],
        [2, 0, 1],
      ],
    ])
    expect(
      packer.pack([
        [1, null, null],
        [3, 'error', null],
      ]),
    ).toEqual([2, [], [1], [[3, 0, -1]]])
  })

  it('begin the table anew before it grows without end', () => {
    const packer = new NotesPacker()
    const reader = new NotesReader()
    const many = Array.from({ length: 300 }, (_, n): TargetNote => [n, null, `broker ${n} is gone`])
    expect(reader.unpack(packer.pack(many))).toEqual(many)
    const packed = packer.pack([[1, null, 'no answer']])
    expect(packed).toEqual([0, ['no answer'], [], [[1, -1, 0]]])
    expect(reader.unpack(packed)).toEqual([[1, null, 'no answer']])
  })

  it('are refused when a telling before them was lost', () => {
    const packer = new NotesPacker()
    packer.pack([[1, 'error', null]])
    const reader = new NotesReader()
    expect(() => reader.unpack(packer.pack([[1, 'gone', null]]))).toThrow(RangeError)
    expect(() => reader.unpack([0, [], [], [[1, 0, -1]]])).toThrow(RangeError)
  })
})
