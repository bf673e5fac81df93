import { describe, expect, it } from 'vitest'
import { foldIdle } from './fold'
import { readKey } from './keys'
import { makeScale } from './window'

const minute = 60_000
const fold = foldIdle(Float64Array.of(0), Float64Array.of(100 * minute), 0, 100 * minute)
const scale = makeScale(fold, { from: 10 * minute, to: 40 * minute }, 900)
const press = (key: string, more: { shiftKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  shiftKey: false,
  altKey: false,
  ...more,
})
const third = { from: 20 * minute, to: 30 * minute }

describe('the keys of the timeline', () => {
  it('choose the middle third of what is shown, move it, stretch it and let it go', () => {
    expect(readKey(press('b'), scale, null)).toEqual({ active: third })
    const by = (24 / 900) * 30 * minute
    expect(readKey(press('ArrowRight', { shiftKey: true }), scale, third)).toEqual({
      active: { from: third.from + by, to: third.to + by },
    })
    expect(readKey(press('ArrowLeft', { altKey: true }), scale, third)).toEqual({
      active: { from: third.from, to: third.to - by },
    })
    expect(readKey(press('Escape'), scale, third)).toEqual({ active: null })
    expect(readKey(press('Escape'), scale, null)).toBeNull()
  })

  it('never turn a stretch around', () => {
    const narrow = { from: third.from, to: third.from + 1 }
    const act = readKey(press('ArrowLeft', { altKey: true }), scale, narrow)
    expect(act && 'active' in act && act.active && act.active.to > act.active.from).toBe(true)
  })

  it('move and zoom the window, and follow the present', () => {
    expect(readKey(press('ArrowRight'), scale, null)).toHaveProperty(
      'window.from',
      expect.closeTo(12.67 * minute, -4),
    )
    expect(readKey(press('+'), scale, null)).toHaveProperty('window.from', expect.closeTo(16 * minute, -2))
    expect(readKey(press('f'), scale, third)).toEqual({ window: null })
    expect(readKey(press('x'), scale, null)).toBeNull()
  })
})
