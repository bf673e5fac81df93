import { describe, expect, it } from 'vitest'
import { type Written, whyNotAmend, whyNotSend } from './why-not'

const wayBack = { underWay: null, possible: true, irreversibleAfter: null, pastReturn: 0 }

describe('what is left of a rollout', () => {
  it.each(['running', 'paused'] as const)('can be changed while it is %s', (state) => {
    expect(whyNotAmend({ state, wayBack })).toBeNull()
  })

  it.each([
    ['draft', /^It has not begun/],
    ['aborting', /aborted/],
    ['succeeded', /over/],
    ['failed', /over/],
  ] as const)('cannot be changed while it is %s, and says why', (state, words) => {
    expect(whyNotAmend({ state, wayBack })).toMatch(words)
  })

  it('cannot be changed while it is rolled back, also while that is paused', () => {
    expect(whyNotAmend({ state: 'paused', wayBack: { ...wayBack, underWay: 'whole' } })).toMatch(
      /rolled back/,
    )
  })
})

describe('a change of it', () => {
  const ready: Written = {
    changed: true,
    valid: true,
    overtaken: false,
    refused: false,
    effect: { weakenings: [] },
    pendingBy: null,
  }
  const wider = { weakenings: ['Phase “Azure” has up to 6 in flight instead of 2.'] }

  it.each<[string, Partial<Written>, RegExp | null]>([
    ['that only tightens can be sent', {}, null],
    ['that weakens can be sent, to be approved', { effect: wider }, null],
    ['that is none cannot', { changed: false, effect: null }, /Change something/],
    ['that is no policy cannot', { valid: false, effect: null }, /Mend/],
    ['that the server refused cannot', { refused: true, effect: null }, /above why/],
    ['whose effect is not known cannot', { effect: null }, /being worked out/],
    ['of a plan that holds no more cannot', { overtaken: true }, /changed meanwhile/],
    ['that tightens goes beside one that waits', { pendingBy: 'olga' }, null],
    ['that weakens has to wait for one that waits', { pendingBy: 'olga', effect: wider }, /olga/],
  ])('%s', (_, more, words) => {
    const said = whyNotSend({ ...ready, ...more })
    if (words === null) expect(said).toBeNull()
    else expect(said).toMatch(words)
  })
})
