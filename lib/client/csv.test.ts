import { describe, expect, it } from 'vitest'
import { toCsv } from './csv'

describe('CSV', () => {
  it('quotes what would break a row', () => {
    expect(toCsv([['a,b', 'say "hi"', 'two\nlines', 'plain']])).toBe('"a,b","say ""hi""","two\nlines",plain')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=1'])('never lets %j run as a formula', (hostile) => {
    expect(toCsv([[hostile]]).replace(/^"/, '')).toMatch(/^'/)
  })

  it('writes numbers as they are and nothing for null', () => {
    expect(toCsv([[-5, null, 'x']])).toBe('-5,,x')
  })
})
