import { expect, test } from 'vitest'
import { growthPerHour } from './growth'

test('a figure that grows evenly grows so per hour, and what swings around it is told as doubt', () => {
  const even = Array.from({ length: 10 }, (_, minute) => ({ minute, value: 5 + minute / 6 }))
  expect(growthPerHour(even).perHour).toBeCloseTo(10)
  expect(growthPerHour(even).plusMinus).toBeCloseTo(0)
  const swinging = even.map(({ minute, value }) => ({ minute, value: value + (minute % 2 === 0 ? 1 : -1) }))
  const { perHour, plusMinus } = growthPerHour(swinging)
  expect(plusMinus).toBeGreaterThan(10)
  expect(Math.abs(perHour - 10)).toBeLessThan(plusMinus)
})
