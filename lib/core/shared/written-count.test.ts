import { expect, it } from 'vitest'
import { writtenCount } from './written-count'

it.each([
  [8, '8'],
  [2_079, '2,079'],
  [10_000, '10,000'],
])('writes %d as %s', (count, words) => {
  expect(writtenCount(count)).toBe(words)
})
