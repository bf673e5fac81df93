import { expect, it } from 'vitest'
import type { PauseCause, RolloutState } from '@/lib/core/rollout/states'
import { rolloutNews } from './rollout-news'

const one = (state: RolloutState, pauseCause: PauseCause | null = null) => ({ id: '1', state, pauseCause })
const seen = (...before: Parameters<typeof one>) => new Map([['1', one(...before)]])
const kinds = (known: Parameters<typeof rolloutNews>[0], ...now: Parameters<typeof one>) =>
  rolloutNews(known, [one(...now)]).map(({ kind }) => kind)

it('is an end, and a stop that nobody made by hand, once', () => {
  expect(kinds(seen('running'), 'succeeded_with_failures')).toEqual(['ended'])
  expect(kinds(seen('running'), 'paused', 'budget')).toEqual(['stopped'])
  expect(kinds(seen('paused', 'manual'), 'paused', 'stop_the_line')).toEqual(['stopped'])
  expect(kinds(seen('paused', 'budget'), 'paused', 'budget')).toEqual([])
  expect(kinds(seen('succeeded'), 'succeeded')).toEqual([])
})

it('is not what somebody does by hand, goes on, or was there at the first look', () => {
  expect(kinds(seen('running'), 'paused', 'manual')).toEqual([])
  expect(kinds(seen('draft'), 'running')).toEqual([])
  expect(kinds(null, 'failed')).toEqual([])
  expect(kinds(new Map(), 'failed')).toEqual([])
})
