import { describe, expect, it } from 'vitest'
import { calendarBars, calendarDays, dayOffset } from './calendar'

const at = (iso: string): number => Date.parse(iso)
const days = (zone: string, iso: string, count = 28) => calendarDays(zone, at(iso), count)

describe('the calendar of freezes', () => {
  it('begins with the day that it is in the zone, not in UTC', () => {
    const [first, second] = days('America/New_York', '2026-11-23T03:00:00Z')
    expect(first?.date).toEqual({ year: 2026, month: 11, day: 22 })
    expect(first?.weekday).toBe(0)
    expect(first?.startsAt).toBe(at('2026-11-22T05:00:00Z'))
    expect(second?.startsAt).toBe(first?.endsAt)
  })

  it('cuts a period at the edges and tells how far into a day it reaches', () => {
    const calendar = days('UTC', '2026-11-22T12:00:00Z')
    const freeze = { startsAt: at('2026-11-01T00:00:00Z'), endsAt: at('2026-11-23T06:00:00Z') }
    expect(calendarBars(calendar, { ...freeze, recurrence: null })).toMatchObject([{ from: 0, to: 1.25 }])
    const long = { startsAt: at('2026-12-19T12:00:00Z'), endsAt: at('2027-01-04T00:00:00Z') }
    expect(calendarBars(calendar, { ...long, recurrence: null })).toMatchObject([{ from: 27.5, to: 28 }])
  })

  it('leaves out what lies before or after it', () => {
    const calendar = days('UTC', '2026-11-22T12:00:00Z')
    const past = { startsAt: at('2026-11-01T00:00:00Z'), endsAt: at('2026-11-22T00:00:00Z') }
    expect(calendarBars(calendar, { ...past, recurrence: null })).toEqual([])
    const later = { startsAt: at('2026-12-20T00:00:00Z'), endsAt: at('2026-12-21T00:00:00Z') }
    expect(calendarBars(calendar, { ...later, recurrence: null })).toEqual([])
  })

  it('shows every hour of a week that recurs, also what reached in from the night before', () => {
    const calendar = days('UTC', '2026-11-22T12:00:00Z', 7)
    const recurrence = {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '18:00',
      to: '06:00',
      timezone: 'UTC',
    }
    const bars = calendarBars(calendar, { startsAt: at('2026-01-01T00:00:00Z'), endsAt: null, recurrence })
    expect(bars).toHaveLength(8)
    expect(bars[0]).toMatchObject({ from: 0, to: 0.25 })
    expect(bars[1]).toMatchObject({ from: 0.75, to: 1.25 })
    expect(bars.at(-1)).toMatchObject({ from: 6.75, to: 7 })
  })

  it('counts a day with an hour more as one day', () => {
    const calendar = days('Europe/Berlin', '2026-10-25T12:00:00Z', 2)
    expect((calendar[0]?.endsAt ?? 0) - (calendar[0]?.startsAt ?? 0)).toBe(25 * 3_600_000)
    expect(dayOffset(calendar, at('2026-10-25T10:30:00Z'))).toBe(0.5)
    expect(dayOffset(calendar, at('2026-10-25T23:00:00Z'))).toBe(1)
  })
})
