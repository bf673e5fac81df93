import { expect, it } from 'vitest'
import { typeWords } from './event-words'

it.each([
  ['target.failed', 'cluster failed'],
  ['target.retry_scheduled', 'cluster retry scheduled'],
  ['rollout.budget_exhausted', 'rollout budget exhausted'],
])('%s is said as “%s”', (type, words) => {
  expect(typeWords(type)).toBe(words)
})
