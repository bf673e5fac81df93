import { expect, it } from 'vitest'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { questionOf } from '@/lib/testing/engine/question'
import { explain } from './explain'
import { makeRollout, type Outside, type PhaseSketch, succeeds, World } from './rollout-kit'

const minute = 60_000
const operation: Partial<ResolvedOperation> = {
  revert: { driver: 'simulator', with: {} },
  retry: { attempts: 5, backoffMs: 10 * minute, maxBackoffMs: 10 * minute },
  timeoutMs: 120 * minute,
}

/** The first cluster works; the apply of any other goes as given. */
const firstWorks =
  (others: Outside): Outside =>
  (effect, now) => {
    const { target, step } = effect
    return step === 'revert' || target.cluster === 'c0-0'
      ? { after: 1_000, answer: succeeds }
      : others(effect, now)
  }
const fails: Outside = () => ({ after: 1_000, answer: { kind: 'failed', message: 'broke' } })
const noAnswer: Outside = ({ kind }) =>
  kind === 'start'
    ? { after: 100, answer: { kind: 'delayed', message: 'lost', retryAfterMs: 30 * minute } }
    : { after: 100, answer: { kind: 'unknown', message: 'nothing is known', retryAfterMs: null } }

/** A rollout with its first cluster upgraded and both slots taken by two others, of which the first is to go back. */
function turned(others: Outside, more: Partial<PhaseSketch> = {}): World {
  const world = new World(
    makeRollout({ phases: [{ size: 5, maxInFlight: 2, ...more }], operation }),
    firstWorks(others),
  ).after(3_500)
  expect([world.target('c0-0').state, world.count('applying')]).toEqual(['succeeded', 2])
  return world.send({ type: 'rollback', reason: null, part: true, cancelInFlight: false }, [
    world.target('c0-0'),
  ])
}

it('a rollback of chosen clusters is not held up by others between two tries, and sends none of them', () => {
  const world = turned(fails)
  const starts = world.starts.length
  world.after(minute)
  expect(world.target('c0-0').state).toBe('reverted')
  expect(world.state.head).toMatchObject({ state: 'paused', rollback: null })
  expect(world.starts.slice(starts).map(({ target }) => target.cluster)).toEqual(['c0-0'])
  expect(world.count('applying')).toBe(2)
  world.send({ type: 'resume', reason: null, acknowledge: null, userId: 1 }).run()
  expect(world.count('failed')).toBe(4)
})

it('nor by a place of a spread that they hold', () => {
  const world = turned(fails, { maxInFlight: 2, spread: [{ by: 'region', maxInFlight: 2 }] })
  expect(world.after(minute).target('c0-0').state).toBe('reverted')
})

it('nor for ever by a start without an answer, which is given up after a minute, for it may run', () => {
  const world = turned(noAnswer)
  world.after(minute - 1_000)
  expect([world.target('c0-0').state, world.count('reverting')]).toEqual(['succeeded', 0])
  world.after(3_000)
  expect(world.target('c0-0').state).toBe('reverted')
  expect(world.target('c0-1')).toMatchObject({ state: 'failed', reason: 'lost' })
})

it('it waits for what acts, and says so', () => {
  const lasting: Outside = ({ kind }) =>
    kind === 'start'
      ? { after: 100, answer: { kind: 'accepted', operationId: 'op', pollAfterMs: 20 * minute } }
      : { after: 100, answer: succeeds }
  const world = turned(lasting).after(10 * minute)
  const target = world.target('c0-0')
  expect(target.state).toBe('succeeded')
  expect(explain(questionOf(world, target))[0]).toMatchObject({
    kind: 'slot',
    message: 'It is to be rolled back: 2 of 2 slots are taken.',
  })
  expect(world.after(30 * minute).target('c0-0').state).toBe('reverted')
})
