import { expect, test } from 'vitest'
import { Pace } from './pace'
import { verdictMsMax } from './verdict'

test('the largest lump of the last second counts, however small the next ones are', () => {
  const pace = new Pace()
  expect(pace.most(0)).toBe(0)
  pace.add(27, 1_000)
  pace.add(2, 1_100)
  pace.add(0, 1_200)
  expect(pace.most(1_200)).toBe(27)
  pace.add(40, 1_300)
  expect(pace.most(1_300)).toBe(40)
})

test('when it has become slow, nothing is looked at ahead any more', () => {
  const pace = new Pace()
  pace.add(27, 1_000)
  expect(pace.most(1_000 + verdictMsMax)).toBe(27)
  expect(pace.most(1_001 + verdictMsMax)).toBe(0)
  pace.add(3, 5_000)
  expect(pace.most(5_000)).toBe(3)
})
