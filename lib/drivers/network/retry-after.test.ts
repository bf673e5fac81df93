import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from './retry-after'

const now = Date.UTC(2030, 0, 1, 12, 0, 0)

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7_000],
    ['9999999999', 3_600_000],
    ['Tue, 01 Jan 2030 12:00:30 GMT', 30_000],
    ['Tuesday, 01-Jan-30 12:01:00 GMT', 60_000],
    ['Tue, 01 Jan 2030 11:00:00 GMT', 0],
    ['Wed, 02 Jan 2030 12:00:00 GMT', 3_600_000],
  ])('reads %s', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms)
  })

  it.each([undefined, '', '-5', '1.5', 'soon', '12345678901', 'Blursday'])('ignores %s', (value) => {
    expect(parseRetryAfter(value, now)).toBeNull()
  })
})
