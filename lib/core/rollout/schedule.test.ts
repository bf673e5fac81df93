import { describe, expect, it } from 'vitest'
import { type Command, command } from './command'
import { whyNotStarted } from './conditions'
import { commandState } from './load'
import { makeRollout } from './rollout-kit'
import type { RolloutState } from './states'
import { waitingFor } from './waiting'

const now = 1_000
const hour = 3_600_000

function draft(startAt: number | null = null, state: RolloutState = 'draft') {
  const made = commandState(makeRollout({ phases: [{ size: 1 }] }))
  made.head.state = state
  made.head.startAt = startAt
  return made
}
const schedule = (startAt: number | null): Command => ({ type: 'schedule', startAt, reason: null })

/** What a command does to a rollout: the changes it records, or why it is refused. */
function doing(state: ReturnType<typeof draft>, asked: Command, at = now) {
  const decided = command(state, asked, at)
  return decided.ok ? decided.value.changes.map(({ type }) => type) : decided.error.message
}

describe('rule: a start that is scheduled', () => {
  it('is set on a draft, set anew and called off', () => {
    const one = draft()
    expect(doing(one, schedule(now + hour))).toEqual(['rollout.scheduled'])
    expect(one.head).toMatchObject({ state: 'draft', startAt: now + hour })
    expect(doing(one, schedule(now + 2 * hour))).toEqual(['rollout.scheduled'])
    expect(doing(one, schedule(null))).toEqual(['rollout.unscheduled'])
    expect(one.head.startAt).toBeNull()
  })

  it.each<[string, RolloutState, number | null, Command, RegExp]>([
    ['of a rollout that runs', 'running', null, schedule(now + hour), /only a draft/],
    ['in the past', 'draft', null, schedule(now), /has passed/],
    ['in more than a year', 'draft', null, schedule(now + 367 * 24 * hour), /more than a year/],
    ['that was never set, called off', 'draft', null, schedule(null), /not scheduled/],
    ['before its moment', 'draft', now + 1, { type: 'start-due' }, /not to start/],
    ['that was called off', 'draft', null, { type: 'start-due' }, /not to start/],
    ['of what somebody has started', 'running', now, { type: 'start-due' }, /not to start/],
  ])('%s is refused', (_, state, startAt, asked, words) => {
    const one = draft(startAt, state)
    expect(doing(one, asked)).toMatch(words)
    expect(one.head).toMatchObject({ state, startAt })
  })

  it('begins at its moment, and is not scheduled any more', () => {
    const one = draft(now)
    expect(doing(one, { type: 'start-due' })).toEqual(['rollout.started'])
    expect(one.head).toMatchObject({ state: 'running', startAt: null, startedAt: now })
  })

  it('can be anticipated by hand, and ends with an abort', () => {
    const early = draft(now + hour)
    expect(doing(early, { type: 'resume', reason: null, acknowledge: null, userId: 5 })).toEqual([
      'rollout.started',
    ])
    expect(early.head.startAt).toBeNull()
    const aborted = draft(now + hour)
    expect(doing(aborted, { type: 'abort', reason: null, cancelInFlight: false })).toEqual([
      'rollout.aborting',
    ])
    expect(aborted.head.startAt).toBeNull()
  })

  it('is the reason of every cluster, with its moment, and needs a worker', () => {
    const one = draft(now + hour)
    const facts = { held: [], retrying: [], workerAlive: false }
    const kinds = waitingFor(one, facts, 0).map(({ kind, until }) => [kind, until])
    expect(kinds).toEqual([
      ['scheduled', now + hour],
      ['worker', null],
    ])
    const [phase] = one.phases
    const [target] = one.targets.values()
    if (!phase || !target) throw new Error('the sketch has a phase with a target')
    const asked = {
      state: one,
      phase,
      target,
      verdict: undefined,
      spreads: [],
      stepOpen: true,
      workerAlive: true,
    }
    expect(whyNotStarted({ ...asked, now })[0]).toMatchObject({ kind: 'scheduled', until: now + hour })
  })
})
