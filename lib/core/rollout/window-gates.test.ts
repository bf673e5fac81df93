import { describe, expect, it } from 'vitest'
import type { ResolvedWindow } from '@/lib/core/policy/resolved'
import { questionOf } from '@/lib/testing/engine/question'
import { explain } from './explain'
import { approval, makeRollout, type PhaseSketch, succeeds, verifyCheck, World } from './rollout-kit'
import { waitingFor } from './waiting'

/** The clock of a world begins at 1970-01-01T00:00Z, a Thursday. */
const window = (from: string, to: string, days: ResolvedWindow['days'] = ['thu', 'fri']): ResolvedWindow => ({
  type: 'window',
  days,
  from,
  to,
  timezone: 'UTC',
})
const at = (clock: string, day = 0) => Date.parse(`1970-01-0${1 + day}T${clock}:00.000Z`)
const world = (...phases: PhaseSketch[]) => new World(makeRollout({ phases }))
const facts = { held: [], retrying: [], workerAlive: true }

describe('a window before a phase', () => {
  it('lets the phase begin at its first moment, not before', () => {
    const one = world({ size: 2, before: [window('09:00', '10:00')] }).run(at('08:59'))
    expect(one.state.phases[0]?.state).toBe('waiting')
    one.run()
    expect(one.starts.map(({ at: moment }) => moment)).toEqual([at('09:00'), at('09:00')])
  })

  it('holds every later start of the phase as well, and what is in flight goes on', () => {
    const one = world({ size: 4, maxInFlight: 1, before: [window('00:00', '00:01')] })
    one.outside = () => ({ after: 25_000, answer: { kind: 'succeeded', message: null } })
    one.run(at('12:00'))
    // At 0, 25 and 50 s; the third ends after the window has closed.
    expect(one.count('succeeded')).toBe(3)
    expect(one.starts.map(({ at: moment }) => moment)).toEqual([0, 25_000, 50_000])
    one.run()
    expect(one.starts.at(-1)?.at).toBe(at('00:00', 1))
    expect(one.state.head.state).toBe('succeeded')
  })

  it('lets retries, verification and a phase that has started all its targets end outside of it', () => {
    const one = new World(
      makeRollout({
        phases: [{ size: 1, before: [window('00:00', '00:01')] }],
        operation: { verify: [verifyCheck], retry: { attempts: 2, backoffMs: 60_000, maxBackoffMs: 60_000 } },
      }),
      ({ generation }) => ({
        after: 20_000,
        answer: generation === 1 ? { kind: 'failed', message: 'no' } : { kind: 'succeeded', message: null },
      }),
    ).run(at('01:00'))
    expect(one.state.head.state).toBe('succeeded')
  })

  it('that was missed waits for the next one', () => {
    const one = world({ size: 1, before: [window('09:00', '10:00'), approval({ expiresMs: 604_800_000 })] })
    one.run(at('12:00'))
    one.send({
      type: 'decide-gate',
      gate: 'p0.before.1',
      verdict: 'approve',
      comment: null,
      person: { userId: 3, user: 'ann', roles: ['approver'] },
      others: [],
      failedSince: [],
      planHash: null,
    })
    one.run(at('13:00'))
    expect(one.starts).toEqual([])
    one.run()
    expect(one.starts[0]?.at).toBe(at('09:00', 1))
  })

  it('has to be open together with every other gate, also another window', () => {
    const one = world({ size: 1, before: [window('09:00', '12:00'), window('11:00', '14:00')] }).run()
    expect(one.starts[0]?.at).toBe(at('11:00'))
  })

  it('holds a target that is retried by hand after the phase was over', () => {
    const one = world({ size: 1, before: [window('00:00', '00:01')] })
    one.outside = () => ({ after: 1_000, answer: { kind: 'failed', message: 'no' } })
    one.run(at('05:00'))
    expect(one.state.head.state).toBe('failed')
    one.now = at('05:00')
    one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')]).run(at('06:00'))
    expect(one.starts).toHaveLength(1)
    one.run()
    expect(one.starts[1]?.at).toBe(at('00:00', 1))
  })

  describe('of a phase that a retry opens again inside of it', () => {
    const moments = [
      ['in the opening in which it had begun', at('00:00') + 10_000],
      ['in a later one, of which nobody was awake to write', at('00:00', 1) + 10_000],
    ] as const
    const ends = [
      ['failed', ['c0-0', 'c0-1']],
      ['succeeded_with_failures', ['c0-0']],
    ] as const
    for (const [when, moment] of moments) {
      for (const [end, bad] of ends) {
        it(`lets it start at once, ${when}, after it had ${end}`, () => {
          const one = world({ size: 2, before: [window('00:00', '00:01')], failureBudget: null })
          const fails = new Set<string>(bad)
          one.outside = ({ target }) => ({
            after: 1_000,
            answer: fails.has(target.cluster) ? { kind: 'failed', message: 'no' } : succeeds,
          })
          one.run(moment)
          expect(one.state.head.state).toBe(end)
          fails.clear()
          one
            .send(
              { type: 'retry', userId: 9 },
              bad.map((name) => one.target(name)),
            )
            .run(moment)
          expect(one.starts.slice(2).map(({ target, at: sent }) => [target.cluster, sent])).toEqual(
            bad.map((name) => [name, moment]),
          )
          one.run()
          expect(one.state.head.state).toBe('succeeded')
        })
      }
    }

    it('lets it start at once when what follows waits, and when somebody had overridden it', () => {
      const one = world({ size: 2, before: [window('09:00', '10:00')] }, { size: 1, before: [approval()] })
      one.outside = ({ generation }) => ({
        after: 1_000,
        answer: generation === 1 ? { kind: 'failed', message: 'no' } : succeeds,
      })
      one.run(at('01:00'))
      one.send({ type: 'override-gate', gate: 'p0.before.0', reason: 'x', userId: 9, user: 'kim' })
      one.run(at('09:30'))
      expect(one.starts.map(({ at: sent }) => sent)).toEqual([at('01:00'), at('01:00')])
      one.send({ type: 'retry', userId: 9 }, [one.target('c0-0'), one.target('c0-1')]).run(at('09:30'))
      expect(one.starts.slice(2).map(({ at: sent }) => sent)).toEqual([at('09:30'), at('09:30')])
    })

    it('lets it start as soon as the rollout goes on, when it was retried in a pause', () => {
      const one = world({ size: 1, before: [window('00:00', '00:01')] }, { size: 1, before: [approval()] })
      one.outside = ({ generation }) => ({
        after: 1_000,
        answer: generation === 1 ? { kind: 'failed', message: 'no' } : succeeds,
      })
      one
        .run(at('12:00'))
        .send({ type: 'pause', reason: null })
        .run(at('00:00', 1) + 10_000)
      one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')])
      one.send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run(at('00:00', 1) + 10_000)
      expect(one.starts[1]?.at).toBe(at('00:00', 1) + 10_000)
    })
  })

  it('never keeps anybody from pausing, resuming, skipping or aborting', () => {
    const one = world({ size: 3, before: [window('09:00', '10:00')] }).run(at('01:00'))
    one
      .send({ type: 'pause', reason: null })
      .send({ type: 'resume', reason: null, acknowledge: null, userId: 9 })
    one.send({ type: 'skip', reason: 'x' }, [one.target('c0-0')]).run(at('02:00'))
    expect(one.count('skipped')).toBe(1)
    one.send({ type: 'abort', reason: null, cancelInFlight: false }).run(at('02:00'))
    expect(one.state.head.state).toBe('aborted')
  })

  it('says what it waits for, since when, and the exact moment at which it goes on', () => {
    const one = world({ size: 2, maxInFlight: 1, before: [window('00:00', '00:01')] })
    one.outside = () => ({ after: 90_000, answer: { kind: 'succeeded', message: null } })
    one.run(at('12:00'))
    const wait = {
      kind: 'window',
      message: 'Waits for its window to open: thu, fri 00:00–00:01 UTC.',
      gate: 'p0.before.0',
      since: at('00:01'),
      until: at('00:00', 1),
    }
    expect(waitingFor(one.state, facts, one.now)).toMatchObject([{ ...wait, targets: 1 }])
    expect(explain(questionOf(one, one.target('c0-1')))).toMatchObject([wait])
  })

  it('is left alone once its phase is over: nobody wakes up for it', () => {
    const one = world({ size: 1, before: [window('00:00', '00:01')], soakMs: 86_400_000 }).run(at('20:00'))
    expect(one.log.filter(({ type }) => type === 'gate.closed')).toEqual([])
  })
})
