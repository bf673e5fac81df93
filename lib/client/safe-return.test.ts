import { describe, expect, it } from 'vitest'
import { safeReturn } from './safe-return'

describe('the way back after signing in', () => {
  it.each([
    ['/rollouts/42?view=map#p', '/rollouts/42?view=map#p'],
    ['/', '/'],
  ])('goes to %s', (from, to) => {
    expect(safeReturn(from)).toBe(to)
  })

  it.each([
    [undefined],
    [['/a', '/b']],
    ['//evil.example'],
    ['/\\evil.example'],
    ['https://evil.example/'],
    ['javascript:alert(1)'],
    ['/\t/evil.example'],
    ['/sign-in?from=/x'],
    [''],
  ])('never leaves the site for %j', (from) => {
    expect(safeReturn(from)).toBe('/')
  })
})
