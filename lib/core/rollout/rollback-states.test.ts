import { describe, expect, it } from 'vitest'
import { back, fails, roll, world } from './rollback-kit'
import type { World } from './rollout-kit'
import type { RolloutState } from './states'

describe('in each state', () => {
  const states: Record<string, { make: () => World; refused: RegExp | null; ends?: RolloutState }> = {
    draft: {
      make: () => {
        const one = world([{ size: 1 }])
        one.state.head.state = 'draft'
        return one
      },
      refused: /not begun/,
    },
    running: {
      make: () => world([{ size: 2, maxInFlight: 1 }]).after(1_500),
      refused: null,
      ends: 'rolled_back',
    },
    'running, nothing touched': {
      make: () => world([{ size: 1, soakMs: 0 }]),
      refused: null,
      ends: 'rolled_back',
    },
    paused: {
      make: () =>
        world([{ size: 2, maxInFlight: 1 }])
          .after(1_500)
          .send({ type: 'pause', reason: null }),
      refused: null,
      ends: 'rolled_back',
    },
    aborting: {
      make: () =>
        world([{ size: 2, maxInFlight: 1 }])
          .after(1_500)
          .send({ type: 'abort', reason: null, cancelInFlight: false }),
      refused: null,
      ends: 'rolled_back',
    },
    aborted: {
      make: () =>
        world([{ size: 2, maxInFlight: 1 }])
          .after(1_500)
          .send({ type: 'abort', reason: null, cancelInFlight: false })
          .run(),
      refused: null,
      ends: 'rolled_back',
    },
    'aborted, nothing touched': {
      make: () => {
        const one = world([{ size: 2 }])
        one.state.head.state = 'paused'
        return one.send({ type: 'abort', reason: null, cancelInFlight: false }).run()
      },
      refused: /nothing left/,
    },
    succeeded: { make: () => world([{ size: 2 }]).run(), refused: null, ends: 'rolled_back' },
    failed: {
      make: () => world([{ size: 1 }], back(), fails('c0-0')).run(),
      refused: null,
      ends: 'rolled_back',
    },
    nothing_to_do: {
      make: () => {
        const one = world([{ size: 1 }])
        one.verdict = (_, at) => ({ at, kind: 'skip', reason: 'satisfied', message: null })
        return one.run()
      },
      refused: /nothing left/,
    },
    rolling_back: { make: () => roll(world([{ size: 2 }]).run()), refused: /already/ },
    'paused while rolling back': {
      make: () => roll(world([{ size: 2 }]).run()).send({ type: 'pause', reason: null }),
      refused: /resume it/,
    },
    rolled_back: { make: () => roll(world([{ size: 2 }]).run()).run(), refused: /nothing left/ },
    'without a revert': {
      make: () => world([{ size: 1 }], { revert: null }).run(),
      refused: /has no revert/,
    },
  }

  it.each(Object.entries(states))('%s', (_, { make, refused, ends }) => {
    const one = make()
    if (refused) {
      const before = one.log.length
      expect(() => roll(one)).toThrow(refused)
      expect(one.log).toHaveLength(before)
      return
    }
    roll(one).run()
    expect(one.state.head.state).toBe(ends)
  })

  it('a forward retry and a skip are refused while it goes back', () => {
    const one = world([{ size: 3, maxInFlight: 1 }], back(), fails('c0-0')).run()
    roll(one)
    expect(() => one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')])).toThrow(/being rolled back/)
    expect(() => one.send({ type: 'skip', reason: 'x' }, [one.target('c0-1')])).toThrow(/rolling back/)
  })
})
