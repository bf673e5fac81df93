import { describe, expect, it } from 'vitest'
import { keptWords, restorationOf } from './restore'

const sets = { version: '4.0.0', tier: 'gold', labels: { ring: 'new', owner: 'us' } }
const previous = { version: '3.9.0', tier: 'gold', region: 'r1', labels: { ring: 'old', owner: null } }
const made = restorationOf(sets, previous)
const cluster = {
  version: '4.0.0',
  environment: 'prod',
  tier: 'gold',
  region: 'r1',
  provider: 'aws',
  labels: { ring: 'new', owner: 'us' } as Record<string, string>,
}

describe('what is restored', () => {
  it('is what was set, was recorded, and differs', () => {
    expect(made).toEqual({
      facts: { version: { set: '4.0.0', back: '3.9.0' } },
      labels: [
        { key: 'ring', set: 'new', back: 'old' },
        { key: 'owner', set: 'us', back: null },
      ],
    })
  })

  it('is nothing where nothing was recorded', () => {
    expect(restorationOf({ environment: 'dev' }, { version: '1' })).toEqual({ facts: {}, labels: [] })
  })

  it.each([
    ['as it was set', cluster, null],
    ['as it was before', { ...cluster, version: '3.9.0', labels: { ring: 'old' } }, null],
    ['another version', { ...cluster, version: '4.1.0' }, /left as it is: version is 4\.1\.0$/],
    ['a label taken away', { ...cluster, labels: { owner: 'us' } }, /label ring is absent/],
    ['a label changed', { ...cluster, labels: { ring: 'new', owner: 'them' } }, /label owner is them/],
  ])('and of what somebody has changed since it tells: %s', (_, now, words) => {
    if (words === null) expect(keptWords(made, now)).toBeNull()
    else expect(keptWords(made, now)).toMatch(words)
  })
})
