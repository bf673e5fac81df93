import { describe, expect, it } from 'vitest'
import { formatCount, formatDuration, formatNoun, formatRelative, formatShare } from './format'
import { formatInstant, zoneLabel } from './zone'

describe('formatShare', () => {
  it.each([
    [1, 4, '25 %'],
    [37, 10_000, '0.4 %'],
    [1, 10_000, '< 0.1 %'],
    [9_999, 10_000, '> 99.9 %'],
    [10_000, 10_000, '100 %'],
    [0, 10, '0 %'],
    [199, 200, '99.5 %'],
    [0, 0, '–'],
  ])('writes %i of %i as %s', (part, whole, words) => {
    expect(formatShare(part, whole)).toBe(words)
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [45_400, '45 s'],
    [185_000, '3 min 5 s'],
    [3_600_000, '1 h'],
    [7_800_000, '2 h 10 min'],
    [3_599_700, '1 h'],
    [273_600_000, '3 d 4 h'],
    [-5, '0 s'],
  ])('writes %i ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })
})

describe('formatRelative', () => {
  const now = Date.UTC(2026, 10, 22, 12)
  it.each([
    [now - 1_000, 'just now'],
    [now - 180_000, '3 min ago'],
    [now + 7_200_000, 'in 2 h'],
    [now - 47 * 3_600_000, '47 h ago'],
    [now - 72 * 3_600_000, '3 d ago'],
  ])('writes %i as %s', (at, words) => {
    expect(formatRelative(at, now)).toBe(words)
  })
})

describe('counts', () => {
  it('groups thousands and agrees with its noun', () => {
    expect(formatCount(2806)).toBe('2,806')
    expect(formatNoun(1, 'cluster')).toBe('1 cluster')
    expect(formatNoun(2806, 'cluster')).toBe('2,806 clusters')
    expect(formatNoun(2, 'policy', 'policies')).toBe('2 policies')
  })
})

describe('instants', () => {
  const at = new Date('2026-11-22T13:03:11Z')
  it('are written in the zone asked for, with its short name', () => {
    expect(formatInstant(at, 'UTC', at)).toBe('22 Nov 13:03:11')
    expect(formatInstant(at, 'Europe/Berlin', at)).toBe('22 Nov 14:03:11')
    expect(zoneLabel('Europe/Berlin', at)).toMatch(/^(CET|GMT\+1)$/)
    expect(zoneLabel('UTC', at)).toBe('UTC')
  })
  it('name the year when it is another one', () => {
    expect(formatInstant(at, 'UTC', new Date('2027-01-02T00:00:00Z'), false)).toBe('22 Nov 2026 13:03')
  })
})
