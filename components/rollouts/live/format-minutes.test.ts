import { describe, expect, it } from 'vitest'
import { formatMinute, formatMinutes } from './format-minutes'

const at = (text: string) => new Date(`2030-11-${text}:00Z`)
const now = at('22T13:00')

describe('minutes of a day', () => {
  it('are the time of day where it is today, in the zone in which one reads', () => {
    expect(formatMinute(at('22T13:05'), 'UTC', now)).toBe('13:05')
    expect(formatMinute(at('22T23:30'), 'UTC', now)).toBe('23:30')
    expect(formatMinute(at('22T23:30'), 'Europe/Berlin', now)).toBe('23 Nov 00:30')
    expect(formatMinute(at('20T13:05'), 'UTC', now)).toBe('20 Nov 13:05')
  })

  it.each([
    ['22T13:05', '22T13:05', '13:05'],
    ['22T13:05', '22T14:10', '13:05–14:10'],
    ['22T23:05', '23T02:10', '23:05 – 23 Nov 02:10'],
    ['23T23:05', '23T23:55', '23 Nov 23:05–23:55'],
    ['23T23:05', '24T02:10', '23 Nov 23:05 – 24 Nov 02:10'],
  ])('from %s to %s', (from, to, words) => {
    expect(formatMinutes(at(from), at(to), 'UTC', now)).toBe(words)
  })
})
