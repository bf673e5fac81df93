import { describe, expect, it } from 'vitest'
import { cancelAnswer, observeAnswer, startAnswer } from './answers'

describe('what a driver says', () => {
  it('to a cancel that came too late is that the operation has worked, confirmed or not', () => {
    const worked = { kind: 'succeeded', message: null }
    expect(cancelAnswer({ confirmed: true, succeeded: true })).toEqual(worked)
    expect(cancelAnswer({ confirmed: false, succeeded: true })).toEqual(worked)
  })

  it('to a cancel is believed only as far as it goes', () => {
    expect(cancelAnswer({ confirmed: true })).toEqual({ kind: 'cancel', confirmed: true, message: null })
    expect(cancelAnswer({ confirmed: false, message: 'no' })).toEqual({
      kind: 'cancel',
      confirmed: false,
      message: 'no',
    })
  })

  it('in trouble of its own puts a start off, and teaches nothing of an operation', () => {
    const trouble = { kind: 'transient', message: '503', retryAfterMs: 2_000 } as const
    expect(startAnswer(trouble)).toEqual({ kind: 'delayed', message: '503', retryAfterMs: 2_000 })
    expect(observeAnswer(trouble)).toEqual({ kind: 'unknown', message: '503', retryAfterMs: 2_000 })
  })
})
