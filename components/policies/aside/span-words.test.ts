import { describe, expect, it } from 'vitest'
import { longerWords } from './span-words'

const minute = 60_000

describe('how much longer something takes', () => {
  it.each([
    [60 * minute, 240 * minute, '3 h longer'],
    [240 * minute, 60 * minute, '3 h shorter'],
    [60 * minute, 60 * minute, 'as long as before'],
    [60 * minute, 60 * minute + 5_000, 'as long as before'],
    [0, 500, 'as long as before'],
  ])('%i ms → %i ms: %s', (before, after, words) => {
    expect(longerWords(before, after)).toBe(words)
  })
})
