import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergedText, mergeLines } from './merge-lines'

const base = 'a\nb\nc\nd\ne\n'
const merged = (mine: string, theirs: string) => {
  const chunks = mergeLines(base, mine, theirs)
  return { text: mergedText(chunks, {}), conflicts: chunks.filter(({ kind }) => kind === 'conflict').length }
}

describe('merging two changes of one text', () => {
  it('takes what only one side changed', () => {
    expect(merged('A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n')).toEqual({ text: 'A\nb\nc\nd\nE\n', conflicts: 0 })
  })

  it('takes what one side put in and the other took out elsewhere', () => {
    expect(merged('a\nb\nnew\nc\nd\ne\n', 'a\nb\nc\nd\n')).toEqual({
      text: 'a\nb\nnew\nc\nd\n',
      conflicts: 0,
    })
  })

  it('takes once what both changed alike', () => {
    expect(merged('a\nB\nc\nd\ne\n', 'a\nB\nc\nd\ne\n')).toEqual({ text: 'a\nB\nc\nd\ne\n', conflicts: 0 })
  })

  it('leaves to somebody what both changed otherwise', () => {
    const chunks = mergeLines(base, 'a\nmine\nc\nd\ne\n', 'a\ntheirs\nc\nd\ne\n')
    expect(chunks).toContainEqual({ kind: 'conflict', base: ['b'], mine: ['mine'], theirs: ['theirs'] })
    const at = chunks.findIndex(({ kind }) => kind === 'conflict')
    expect(mergedText(chunks, { [at]: 'theirs' })).toBe('a\ntheirs\nc\nd\ne\n')
    expect(mergedText(chunks, { [at]: 'mine' })).toBe('a\nmine\nc\nd\ne\n')
  })

  it('keeps a line that only they changed beside one that both changed', () => {
    const chunks = mergeLines(base, 'a\nmine\nc\nd\ne\n', 'a\ntheirs\nTHEIRS\nd\ne\n')
    expect(chunks.filter(({ kind }) => kind === 'conflict')).toHaveLength(1)
    expect(mergedText(chunks, {})).toBe('a\nmine\nTHEIRS\nd\ne\n')
  })

  it('sees a conflict where both put something in at one place', () => {
    expect(merged('a\nx\nb\nc\nd\ne\n', 'a\ny\nb\nc\nd\ne\n').conflicts).toBe(1)
  })

  const texts = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'))

  it('gives back a side that the other did not change, whatever the texts', () => {
    fc.assert(
      fc.property(texts, texts, (base, changed) => {
        expect(mergedText(mergeLines(base, changed, base), {})).toBe(changed)
        expect(mergedText(mergeLines(base, base, changed), {})).toBe(changed)
      }),
    )
  })

  it('loses nothing of mine when every conflict is decided for mine and theirs changed nothing else', () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, mine, theirs) => {
        const chunks = mergeLines(base, mine, theirs)
        const only = chunks.every(({ kind }) => kind !== 'theirs')
        if (only) expect(mergedText(chunks, {})).toBe(mine)
      }),
    )
  })
})
