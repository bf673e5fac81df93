import { describe, expect, it } from 'vitest'
import { canLower, noLimits, readLimits } from './read-limits'

const limits = { maxInFlight: 1_200, budget: 3 }

describe('lower limits that come with an approval', () => {
  it('are none as long as nothing is typed', () => {
    expect(readLimits(noLimits, limits)).toEqual({ limits: null, problems: {} })
    expect(readLimits({ maxInFlight: ' ', failureBudget: '' }, limits).limits).toBeNull()
  })

  it.each([
    ['1', '', { maxInFlight: 1 }],
    ['1,199', '', { maxInFlight: 1_199 }],
    ['', '0', { failureBudget: 0 }],
    [' 20 ', '2', { maxInFlight: 20, failureBudget: 2 }],
  ])('are read from “%s” and “%s”', (maxInFlight, failureBudget, read) => {
    expect(readLimits({ maxInFlight, failureBudget }, limits)).toEqual({ limits: read, problems: {} })
  })

  it.each(['0', '1200', '-1', '1.5', 'few', '10%'])(
    'in flight are refused as “%s”, with what may stand there',
    (typed) => {
      const { limits: read, problems } = readLimits({ maxInFlight: typed, failureBudget: '1' }, limits)
      expect(read).toBeNull()
      expect(problems).toEqual({ maxInFlight: 'Give a whole number from 1 to 1,199, or nothing.' })
    },
  )

  it('of failures are any number where the phase has no budget of its own', () => {
    const open = { ...limits, budget: null }
    expect(readLimits({ maxInFlight: '', failureBudget: '40' }, open).limits).toEqual({ failureBudget: 40 })
    expect(readLimits({ maxInFlight: '', failureBudget: 'x' }, open).problems.failureBudget).toBe(
      'Give a whole number, or nothing.',
    )
    expect(readLimits({ maxInFlight: '', failureBudget: '3' }, limits).problems.failureBudget).toBe(
      'Give a whole number from 0 to 2, or nothing.',
    )
  })

  it('are offered only where something is let go that could go more carefully', () => {
    expect(canLower({ ...limits, clusters: 5 })).toBe(true)
    expect(canLower({ ...limits, clusters: 0 })).toBe(false)
    expect(canLower({ maxInFlight: 1, budget: 0, clusters: 5 })).toBe(false)
    expect(canLower({ maxInFlight: 1, budget: null, clusters: 5 })).toBe(true)
  })
})
