import { describe, expect, it } from 'vitest'
import { onePhase } from '@/lib/testing/policy/one-phase'
import { readPolicy } from './read'

describe('publishing refuses what the engine would ignore', () => {
  it.each([
    ['a check that nobody makes before', ['before:', '- check: { name: x, check: kubernetes }'], 8],
    ['a check that nobody makes after', ['checks:', '- { name: x, check: kubernetes }'], 8],
  ])('%s', (_, lines, line) => {
    const source = onePhase(...lines)
    expect(readPolicy(source).document).not.toBeNull()
    const { document, problems } = readPolicy(source, { publish: true })
    expect(document).toBeNull()
    expect(problems).toMatchObject(
      [{ severity: 'error', message: /not honoured by this version/, line }].map(({ message, ...rest }) => ({
        ...rest,
        message: expect.stringMatching(message),
      })),
    )
  })

  it('and accepts the order "diverse"', () => {
    expect(readPolicy(onePhase('order: diverse'), { publish: true }).problems).toEqual([])
  })

  it('and accepts all that it does', () => {
    const source = onePhase(
      'take: 50%',
      'takeBy: [region, labels.ring]',
      'order: random',
      'steps: [1, { to: 50%, soak: 1h, approval: {} }]',
      'maxInFlight: [5, 10%]',
      'spread: { by: region, maxInFlight: 1 }',
      'failureBudget: { max: 1, onExhausted: rollback, strict: true }',
      'stop: { against: notYetUpgraded, falseAlarm: 1%, check: healthy }',
      'soak: 1h',
      'unreachable: { wait: 1h, then: fail }',
      'before:',
      '- approval:',
      '- soak: 1h',
      '- window: { days: [mon], from: "09:00", to: "10:00", timezone: UTC }',
      '- webhook: { name: change-board, url: "https://changes.example/ask", secret: change-board }',
    )
    expect(readPolicy(source, { publish: true }).problems).toEqual([])
  })
})
