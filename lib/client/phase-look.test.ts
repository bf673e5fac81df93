import { describe, expect, it } from 'vitest'
import { phaseLook } from './phase-look'

const counts = { succeeded: 0, failed: 0, reverting: 0, reverted: 0, revert_failed: 0 }

describe('the look of a phase', () => {
  it.each([
    ['as it ended', 'succeeded', { succeeded: 7, failed: 1 }, 'Succeeded', null],
    [
      'while it is taken back',
      'succeeded',
      { succeeded: 3, reverting: 2, reverted: 4 },
      'Rolling back',
      '4 of 9 clusters',
    ],
    ['when all is taken back', 'succeeded', { reverted: 9 }, 'Rolled back', '9 of 9 clusters'],
    [
      'when chosen clusters are',
      'succeeded',
      { succeeded: 8, reverted: 1 },
      'Partly rolled back',
      '1 of 9 clusters',
    ],
    [
      'when some did not come back',
      'failed',
      { reverted: 8, revert_failed: 1 },
      'Partly rolled back',
      '8 of 9 clusters',
    ],
    ['when none came back', 'succeeded', { revert_failed: 1 }, 'Not rolled back', '0 of 1 cluster'],
    ['when it was ended on the way', 'aborted', { reverted: 2 }, 'Rolled back', '2 of 2 clusters'],
    ['while it still goes on', 'running', { succeeded: 4, reverted: 2 }, 'Running', '2 rolled back'],
  ] as const)('%s', (_, state, given, label, detail) => {
    const look = phaseLook(state, { ...counts, ...given })
    expect([look.style.label, look.detail]).toEqual([label, detail])
  })
})
