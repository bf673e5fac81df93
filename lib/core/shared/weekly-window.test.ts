import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextOpenings, type WeeklyWindow, windowAt, windowWords } from './weekly-window'

const work = ['mon', 'tue', 'wed', 'thu']
const every = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const make = (days: readonly string[], from: string, to: string, timezone: string): WeeklyWindow => ({
  days,
  from,
  to,
  timezone,
})
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const list = (window: WeeklyWindow, now: string, count = 1) =>
  nextOpenings(window, Date.parse(now), count).map(({ opensAt, closesAt }) => [iso(opensAt), iso(closesAt)])

describe('a window', () => {
  // 2026-03-29 and 2026-10-25 are the changes of the clocks in Europe, 2026-03-08 and 2026-11-01 in New York.
  it.each([
    [
      'before it opens',
      make(work, '09:00', '16:00', 'Europe/London'),
      '2026-01-05T08:59:59.999Z',
      false,
      '2026-01-05T09:00:00.000Z',
    ],
    [
      'at its first moment',
      make(work, '09:00', '16:00', 'Europe/London'),
      '2026-01-05T09:00:00.000Z',
      true,
      '2026-01-05T16:00:00.000Z',
    ],
    [
      'at its end it is over',
      make(work, '09:00', '16:00', 'Europe/London'),
      '2026-01-05T16:00:00.000Z',
      false,
      '2026-01-06T09:00:00.000Z',
    ],
    [
      'after the last day of the week',
      make(work, '09:00', '16:00', 'Europe/London'),
      '2026-01-08T17:00:00.000Z',
      false,
      '2026-01-12T09:00:00.000Z',
    ],
    [
      'in summer its zone is an hour ahead',
      make(work, '09:00', '16:00', 'Europe/London'),
      '2026-06-01T07:30:00.000Z',
      false,
      '2026-06-01T08:00:00.000Z',
    ],
    [
      'over the change of the clocks',
      make(['thu', 'mon'], '09:00', '16:00', 'Europe/London'),
      '2026-03-26T16:00:00.000Z',
      false,
      '2026-03-30T08:00:00.000Z',
    ],
    [
      'that ends on the next day',
      make(['sat'], '22:00', '04:00', 'America/New_York'),
      '2026-07-05T07:59:00.000Z',
      true,
      '2026-07-05T08:00:00.000Z',
    ],
    [
      'that ends on the next day, late on its day',
      make(['sat'], '22:00', '04:00', 'America/New_York'),
      '2026-07-05T08:00:00.000Z',
      false,
      '2026-07-12T02:00:00.000Z',
    ],
    [
      'whose end is skipped ends at the change',
      make(['sun'], '01:00', '02:30', 'America/New_York'),
      '2026-03-08T06:30:00.000Z',
      true,
      '2026-03-08T07:00:00.000Z',
    ],
    [
      'whose beginning is skipped begins at the change',
      make(['sun'], '02:30', '05:00', 'America/New_York'),
      '2026-03-08T06:59:59.000Z',
      false,
      '2026-03-08T07:00:00.000Z',
    ],
    [
      'that is skipped altogether waits for the next',
      make(['sun'], '02:10', '02:50', 'America/New_York'),
      '2026-03-08T06:00:00.000Z',
      false,
      '2026-03-15T06:10:00.000Z',
    ],
    [
      'whose end is shown twice ends the second time',
      make(['sun'], '00:30', '01:30', 'America/New_York'),
      '2026-11-01T05:31:00.000Z',
      true,
      '2026-11-01T06:30:00.000Z',
    ],
    [
      'half an hour off',
      make(every, '09:00', '10:00', 'Asia/Kolkata'),
      '2026-01-05T03:29:59.000Z',
      false,
      '2026-01-05T03:30:00.000Z',
    ],
    [
      'on a day that its zone skipped',
      make(['fri'], '09:00', '10:00', 'Pacific/Apia'),
      '2011-12-29T23:00:00.000Z',
      false,
      '2012-01-05T19:00:00.000Z',
    ],
  ])('%s', (_, window, now, open, changesAt) => {
    const at = windowAt(window, Date.parse(now))
    expect([at.open, iso(at.changesAt)]).toEqual([open, changesAt])
  })

  it('lists its next five openings, the present one first', () => {
    expect(list(make(work, '09:00', '16:00', 'Europe/London'), '2026-03-25T12:00:00Z', 5)).toEqual([
      ['2026-03-25T09:00:00.000Z', '2026-03-25T16:00:00.000Z'],
      ['2026-03-26T09:00:00.000Z', '2026-03-26T16:00:00.000Z'],
      ['2026-03-30T08:00:00.000Z', '2026-03-30T15:00:00.000Z'],
      ['2026-03-31T08:00:00.000Z', '2026-03-31T15:00:00.000Z'],
      ['2026-04-01T08:00:00.000Z', '2026-04-01T15:00:00.000Z'],
    ])
  })

  it('lasts an hour longer in the night in which clocks are set back', () => {
    expect(list(make(['sat'], '23:00', '05:00', 'Europe/Berlin'), '2026-10-24T20:00:00Z')).toEqual([
      ['2026-10-24T21:00:00.000Z', '2026-10-25T04:00:00.000Z'],
    ])
  })

  it('says itself in words', () => {
    expect(windowWords(make(work, '09:00', '16:00', 'Europe/London'))).toBe(
      'mon–thu 09:00–16:00 Europe/London',
    )
    expect(windowWords(make(['sun', 'mon', 'wed'], '09:00', '16:00', 'UTC'))).toBe(
      'mon, wed, sun 09:00–16:00 UTC',
    )
    expect(windowWords(make(every, '22:00', '02:00', 'UTC'))).toBe('every day 22:00–02:00 UTC')
  })

  it('agrees with the clock on the wall, whenever clocks were not set that day', () => {
    const clock = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((of) => of.map((n) => String(n).padStart(2, '0')).join(':'))
    const zones = [
      'UTC',
      'Europe/London',
      'America/Los_Angeles',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ]
    fc.assert(
      fc.property(
        fc.record({
          days: fc.subarray(every, { minLength: 1 }),
          from: clock,
          to: clock,
          timezone: fc.constantFrom(...zones),
        }),
        // Between the changes of the clocks of all these zones.
        fc.integer({ min: Date.parse('2026-05-01'), max: Date.parse('2026-09-01') }),
        (window, now) => {
          fc.pre(window.from !== window.to)
          const wall = new Intl.DateTimeFormat('en-GB', {
            timeZone: window.timezone,
            weekday: 'short',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          })
          const parts = Object.fromEntries(wall.formatToParts(now).map(({ type, value }) => [type, value]))
          const time = `${parts.hour}:${parts.minute}`
          const today = (parts.weekday ?? '').toLowerCase()
          const yesterday = every[(every.indexOf(today) + 6) % 7] ?? ''
          const overnight = window.to < window.from
          const open = overnight
            ? (window.days.includes(today) && time >= window.from) ||
              (window.days.includes(yesterday) && time < window.to)
            : window.days.includes(today) && time >= window.from && time < window.to
          const at = windowAt(window, now)
          expect(at.open).toBe(open)
          const [first, second] = nextOpenings(window, now, 2)
          expect(at.changesAt).toBe(open ? first?.closesAt : first?.opensAt)
          expect(second?.opensAt).toBeGreaterThan(first?.closesAt ?? 0)
        },
      ),
      { numRuns: 300 },
    )
  })
})
