import { describe, expect, it } from 'vitest'
import { budgetWords, fieldWords, gateWords } from './words'

describe('fields in words', () => {
  it.each([
    [0, 'pause', 'no failure is tolerated, the first pauses'],
    [1, 'abort', '1 failure is tolerated, the 2nd aborts'],
    [3, undefined, '3 failures are tolerated, the 4th pauses'],
    [20, 'rollback', '20 failures are tolerated, the 21st rolls back'],
    ['5%', 'pause', '5% may fail, one more pauses'],
    [[5, '10%'], 'pause', 'the smaller of 5 and 10% may fail, one more pauses'],
  ])('budget %j, %s', (max, then, words) => {
    expect(budgetWords(max, then)).toBe(words)
  })

  it.each([
    [{ approval: {} }, '1 approval by approver'],
    [{ approval: null }, '1 approval by approver'],
    [
      { approval: { count: 2, role: 'admin', notLauncher: false, expires: '24h' } },
      '2 approvals by admin, within 24h, also by the launcher',
    ],
    [{ soak: '30m' }, 'soak of 30m'],
    [
      { window: { days: ['mon', 'tue'], from: '09:00', to: '16:00', timezone: 'UTC' } },
      'mon, tue 09:00–16:00 UTC',
    ],
    [{ check: { name: 'lag', check: 'kafka', for: '10m' } }, 'lag (kafka), passing for 10m'],
    [{ webhook: { name: 'change-board' } }, 'answer of change-board'],
    [{ wat: 1 }, 'wat'],
    [null, 'an empty gate'],
  ])('gate %j', (gate, words) => {
    expect(gateWords(gate)).toBe(words)
  })

  it('says steps, spreads and what it does not know', () => {
    expect(fieldWords('steps', [1, { to: '10%', soak: '1h' }])).toBe('1 → 10% (soak 1h)')
    expect(fieldWords('spread', { by: 'region', maxInFlight: 2 })).toBe('2 per region')
    expect(fieldWords('novel', { a: 1 })).toBe('{"a":1}')
  })
})
