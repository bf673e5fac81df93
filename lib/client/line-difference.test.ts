import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineDifference } from './line-difference'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 })
const textOf = (parts: readonly string[]) => parts.map((part) => `${part}\n`).join('')

describe('the difference of two texts', () => {
  it('gives back both texts', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const difference = lineDifference(textOf(before), textOf(after))
        expect(difference.filter((line) => line.kind !== 'added').map((line) => line.text)).toEqual(before)
        expect(difference.filter((line) => line.kind !== 'removed').map((line) => line.text)).toEqual(after)
      }),
    )
  })

  it('changes nothing between equal texts', () => {
    expect(lineDifference('a\nb\n', 'a\nb\n').every((line) => line.kind === 'same')).toBe(true)
  })

  it('finds the one line that changed', () => {
    expect(lineDifference('a\nb\nc\n', 'a\nx\nc\n').filter((line) => line.kind !== 'same')).toEqual([
      { kind: 'removed', text: 'b' },
      { kind: 'added', text: 'x' },
    ])
  })
})
