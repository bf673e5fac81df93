import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packNotes, type TargetNote, unpackNotes } from './notes'

it('packs notes so that unpacking gives them back, and no text is sent twice', () => {
  const text = fc.option(fc.constantFrom('', 'error', 'broker 2 is gone', 'no answer'))
  const note: fc.Arbitrary<TargetNote> = fc.tuple(fc.nat(), text, text)
  fc.assert(
    fc.property(fc.array(note), (notes) => {
      const packed = packNotes(notes)
      expect(unpackNotes(packed)).toEqual(notes)
      expect(new Set(packed.texts).size).toBe(packed.texts.length)
    }),
  )
})
