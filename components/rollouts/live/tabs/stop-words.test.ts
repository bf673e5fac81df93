import { expect, it } from 'vitest'
import { stopLevel, stopWords } from './stop-words'

it('evidence is told by how many times more it would have to multiply', () => {
  const at = (evidence: number) => ({ evidence, enough: 100, trials: 10 })
  expect([0.3, 1, 10, 100, 5_000].map((evidence) => stopLevel(at(evidence)))).toEqual([0, 0, 0.5, 1, 1])
  expect(stopWords(at(0.5))).toBe('no sign that something is wrong')
  expect(stopWords(at(3))).toBe('a weak sign that something is wrong')
  expect(stopWords(at(30))).toBe('a strong sign that something is wrong')
  expect(stopWords(at(100))).toBe('more than chance explains')
  expect(stopWords({ ...at(1), trials: 0 })).toBe('nothing seen yet')
})
