import { describe, expect, it } from 'vitest'
import type { ResolvedWindow } from '@/lib/core/policy/resolved'
import { postpone } from './postpone'
import { approval, makeRollout } from './rollout-kit'
import type { KnownFreeze } from './timetable'
import { reason } from './wait-reason'

/** The clock begins on a Thursday; moments are hours after that. */

const hour = 3_600_000
const daily = (from: string, to: string): ResolvedWindow => ({
  type: 'window',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from,
  to,
  timezone: 'UTC',
})
const freeze = (from: number, to: number | null, more: Partial<KnownFreeze> = {}): KnownFreeze => ({
  title: 'Year end',
  schedule: { startsAt: from * hour, endsAt: to === null ? null : to * hour, recurrence: null },
  overriddenUntil: null,
  ...more,
})
const nightly = (from: string, to: string): KnownFreeze => ({
  ...freeze(0, null),
  schedule: { startsAt: 0, endsAt: null, recurrence: daily(from, to) },
})

/** Says what is told of a reason of the first gate of a phase, with the moment in hours. */
function told(
  kind: string,
  until: number,
  windows: readonly ResolvedWindow[],
  freezes: readonly KnownFreeze[],
) {
  const before = [...windows, approval()]
  const { phases, gates } = makeRollout({ phases: [{ size: 1, before }] })
  const [phase] = phases
  if (!phase) throw new Error('there is no phase')
  const said = reason(kind, 'It waits.', { until: until * hour, gate: gates[0]?.id ?? null })
  const { until: at, message, unblockedBy } = postpone(said, { state: { gates: [...gates] }, phase, freezes })
  return { at: at === null ? null : at / hour, message, unblockedBy }
}

const morning = daily('09:00', '12:00')

describe('the moment of a reason', () => {
  it.each([
    ['stays where nothing is announced', 9, [], 9],
    ['stays where a freeze is over by then', 9, [freeze(2, 9)], 9],
    ['is the end of a freeze that covers the opening', 9, [freeze(8, 10)], 10],
    ['is the next opening where a freeze outlasts the window', 9, [freeze(8, 20)], 33],
    ['is the end of a second freeze that begins in the first', 9, [freeze(8, 10), freeze(9.5, 11)], 11],
    ['stays where a freeze begins later', 9, [freeze(10, 11)], 9],
    ['is the end of the hours of a recurring freeze', 9, [nightly('22:00', '10:00')], 10],
    [
      'stays where the freeze is overridden until later',
      9,
      [freeze(8, 20, { overriddenUntil: 10 * hour })],
      9,
    ],
    ['is later where an override has ended', 9, [freeze(8, 20, { overriddenUntil: 9 * hour })], 33],
  ] as const)('%s', (_, opens, freezes, at) => {
    expect(told('window', opens, [morning], freezes).at).toBe(at)
  })

  it('is that of the window where what ends outlasts it', () => {
    const words = 'It waits. When that is over, its window is closed.'
    expect(told('soak', 13, [morning], [])).toMatchObject({ at: 33, message: words })
    expect(told('freeze', 11, [morning], [freeze(0, 11)])).toMatchObject({ at: 11, message: 'It waits.' })
    expect(told('freeze', 12, [morning], [freeze(0, 12)])).toMatchObject({ at: 33, message: words })
  })

  it('is not known where a freeze has no end, and who can end that is', () => {
    expect(told('window', 9, [morning], [freeze(8, null)])).toEqual({
      at: null,
      message: 'It waits. When it opens, the freeze “Year end” holds it.',
      unblockedBy: 'an admin: end the freeze, or override it for this rollout',
    })
    expect(told('window', 9, [morning], [nightly('06:00', '13:00')]).at).toBeNull()
  })

  it('is not known where two windows are never open together, and who can end that is', () => {
    const told2 = told('window', 9, [morning, daily('12:00', '14:00')], [])
    expect(told2).toMatchObject({ at: null, unblockedBy: 'an admin: override the gate' })
  })

  it('stays where people decide: then their time is over, whatever is frozen', () => {
    expect(told('approval', 9, [morning], [freeze(8, 10)])).toMatchObject({ at: 9, message: 'It waits.' })
    expect(told('check', 9, [morning], [freeze(8, 10)]).at).toBe(9)
  })
})
