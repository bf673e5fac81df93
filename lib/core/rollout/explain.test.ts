import { describe, expect, it } from 'vitest'
import { questionOf } from '@/lib/testing/engine/question'
import { explain } from './explain'
import type { Target } from './model'
import { approval, checkGate, makeRollout, type Outside, succeeds, verifyCheck, World } from './rollout-kit'
import type { Verdict } from './verdict'
import type { WaitReason } from './wait-reason'
import { waitingFor } from './waiting'

const forEver: Outside = () => null
const nothing = { held: [], retrying: [], workerAlive: true }

type More = { verdict?: Verdict; workerAlive?: boolean }

const why = (world: World, name: string, more: More = {}): string[] =>
  whole(world, name, more).map(({ kind }) => kind)

function whole(world: World, name: string, more: More = {}): WaitReason[] {
  return explain(questionOf(world, world.target(name), more))
}
const waits = (world: World): string[] => waitingFor(world.state, nothing, world.now).map(({ kind }) => kind)

describe('an explanation says', () => {
  it('that all slots are taken', () => {
    const world = new World(makeRollout({ phases: [{ size: 3, maxInFlight: 1 }] }), forEver).run(0)
    expect(why(world, 'c0-2')).toEqual(['slot'])
    expect(waits(world)).toEqual(['slot', 'in_flight'])
  })

  it('what the present step waits for, though some beyond it are at rest already', () => {
    const steps = [
      { to: 2, soakMs: 0, approval: null },
      { to: '100%' as const, soakMs: 0, approval: null },
    ]
    const world = new World(makeRollout({ phases: [{ size: 6, maxInFlight: 1, steps }] }), forEver).run(0)
    const beyond = ['c0-2', 'c0-3', 'c0-4', 'c0-5'].map((name) => world.target(name))
    world.send({ type: 'skip', reason: 'not today' }, beyond).run(0)
    const facts = { ...nothing, inStep: [{ phase: 0, targets: 1 }] }
    expect(waitingFor(world.state, facts, world.now)).toMatchObject([
      { kind: 'slot', targets: 1 },
      { kind: 'in_flight', targets: 1 },
    ])
  })

  it('that a phase before has to be done, and that an approval will be asked for', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }, { size: 1, before: [approval()] }] }),
      forEver,
    ).run(0)
    expect(why(world, 'c1-0')).toEqual(['phase', 'approval'])
  })

  it('which phase further up a retry has opened again, though the one before is done', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }, { size: 1 }, { size: 2, maxInFlight: 1 }] }))
    world.outside = ({ target }) => ({
      after: 1_000,
      answer: target.cluster === 'c0-0' ? { kind: 'failed', message: 'no' } : succeeds,
    })
    world.run(2_500).outside = forEver
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(10_000)
    const [reason] = whole(world, 'c2-1')
    expect(reason).toMatchObject({ kind: 'phase', message: 'Phase “Phase 0” has to be done first.' })
    expect(waits(world)).toContain('phase')
  })

  it('who can give the approval that is waited for', () => {
    const world = new World(makeRollout({ phases: [{ size: 1, before: [approval()] }] }), forEver).run(0)
    const [wait] = waitingFor(world.state, nothing, world.now)
    expect(wait).toMatchObject({
      kind: 'approval',
      targets: 1,
      unblockedBy:
        'someone with the role approver who did not launch it, write its policy or override something in it last',
    })
  })

  it('that the ramp has not come so far, and then that it soaks', () => {
    const world = new World(
      makeRollout({
        phases: [
          {
            size: 4,
            steps: [
              { to: 1, soakMs: 60_000, approval: null },
              { to: '100%', soakMs: 0, approval: null },
            ],
          },
        ],
      }),
      () => ({ after: 1_000, answer: succeeds }),
    ).run(0)
    expect(why(world, 'c0-3')).toEqual(['step'])
    world.run(5_000)
    expect(whole(world, 'c0-3')).toMatchObject([{ kind: 'soak', since: 1_000, until: 61_000 }])
    expect(waits(world)).toEqual(['soak'])
  })

  it('which other rollout has the cluster', () => {
    const world = new World(makeRollout({ phases: [{ size: 2, maxInFlight: 2 }] }), forEver)
    const hindrance = { kind: 'lease', message: 'Rollout 7 has it.', until: null } as const
    world.verdict = (_: Target, at) => ({ at, kind: 'wait', hindrance })
    world.run(0)
    expect(why(world, 'c0-0', { verdict: { at: 0, kind: 'wait', hindrance } })).toEqual(['lease'])
  })

  it('first of all that it is paused, and why', () => {
    const world = new World(makeRollout({ phases: [{ size: 3, maxInFlight: 1 }] }), forEver).run(0)
    world.send({ type: 'pause', reason: 'lunch' })
    expect(why(world, 'c0-2')).toEqual(['paused', 'slot'])
    expect(waitingFor(world.state, nothing, world.now)[0]?.message).toBe('Paused by a person: lunch.')
  })

  it('that an attempt has failed and when the next one follows', () => {
    const retry = { attempts: 3, backoffMs: 10_000, maxBackoffMs: 10_000 }
    const world = new World(makeRollout({ phases: [{ size: 1 }], operation: { retry } }), () => ({
      after: 0,
      answer: { kind: 'failed', message: 'no disk' },
    })).run(5_000)
    const [reason] = whole(world, 'c0-0')
    expect(reason).toMatchObject({ kind: 'retry', until: world.target('c0-0').retryAt })
    expect(reason?.message).toBe('Attempt 1 of 3 has failed: no disk. The next one follows.')
  })

  const slow = { attempts: 1, backoffMs: 30_000, maxBackoffMs: 30_000 }
  const putOff = (timeoutMs: number, retryAfterMs: number | null): World => {
    let asked = 0
    return new World(makeRollout({ phases: [{ size: 1 }], operation: { timeoutMs, retry: slow } }), () => {
      asked += 1
      return asked > 1 ? null : { after: 0, answer: { kind: 'delayed', message: '503', retryAfterMs } }
    })
  }

  it('that a start was put off, then that it was sent again and its answer is awaited', () => {
    const world = putOff(600_000, null).run(1_000)
    const { retryAt } = world.target('c0-0')
    expect(whole(world, 'c0-0')).toMatchObject([{ message: 'Its start was put off: 503.', until: retryAt }])
    world.run(retryAt ?? 0)
    expect(whole(world, 'c0-0')).toMatchObject([
      { message: 'Its start was decided; the driver’s answer is awaited.', until: 600_000 },
    ])
  })

  it('that the time of an attempt is over before a start that was put off comes again', () => {
    const world = putOff(20_000, 60_000).run(1_000)
    const message = 'Its start was put off: 503. Its time is over before the next try.'
    expect(whole(world, 'c0-0')).toMatchObject([{ message, until: 20_000 }])
  })

  it('who asks anew for an approval that nobody gave in time, and no moment that has passed', () => {
    const phases = [{ size: 1, before: [approval({ expiresMs: 5_000 })] }]
    const world = new World(makeRollout({ phases }), forEver).run(60_000)
    const unblockedBy = 'an operator: resume it, which asks anew'
    expect(whole(world, 'c0-0')[1]).toMatchObject({
      message: 'The approval expired.',
      until: null,
      unblockedBy,
    })
  })

  it('that the driver is asked to end it, when somebody wants that and when its time is over, with no moment', () => {
    const begins: Outside = ({ kind }) => {
      const answer =
        kind === 'start' ? ({ kind: 'accepted', operationId: 'op', pollAfterMs: 900_000 } as const) : null
      return answer && { after: 0, answer }
    }
    const begun = () => new World(makeRollout({ phases: [{ size: 1 }] }), begins).run(1_000)
    expect(whole(begun(), 'c0-0')).toMatchObject([{ kind: 'working', until: 600_000 }])
    const world = begun().send({ type: 'abort', reason: null, cancelInFlight: true }).run(2_000)
    expect(whole(world, 'c0-0')).toMatchObject([{ kind: 'cancel', since: 0, until: null }])
    expect(whole(begun().run(600_000), 'c0-0')).toMatchObject([{ kind: 'cancel', until: null }])
  })

  it('that the checks before its start are not made while others are rolled back', () => {
    const operation = { preflight: [verifyCheck], revert: { driver: 'simulator', with: {} } } as const
    const looks: Outside = ({ kind, target }) =>
      kind === 'preflight' && target.cluster === 'c0-1' ? null : { after: 1_000, answer: succeeds }
    const world = new World(makeRollout({ phases: [{ size: 2 }], operation }), looks).run(3_000)
    expect(why(world, 'c0-1')).toEqual(['preflight'])
    world.outside = forEver
    const asked = { type: 'rollback', reason: null, part: true, cancelInFlight: false } as const
    world.send(asked, [world.target('c0-0')]).run(4_000)
    expect(world.target('c0-0').state).toBe('reverting')
    expect(whole(world, 'c0-1')).toMatchObject([{ kind: 'rolling_back', until: null }])
  })

  it('that a check which passes will not have done so for long enough before its time is over', () => {
    const gate = checkGate({ everyMs: 1_000, forMs: 8_000, timeoutMs: 20_000 })
    const world = new World(makeRollout({ phases: [{ size: 1, before: [gate] }] }))
    world.sees = (_, now) => ({ after: 0, kind: now < 15_000 ? 'fail' : 'pass' })
    expect(whole(world.run(16_000), 'c0-0')).toMatchObject([
      { kind: 'check', until: 20_000, message: expect.stringMatching(/Its time is over before that\.$/) },
    ])
    expect(world.run(20_000).state.head.pauseCause).toBe('gate_expired')
  })

  it('that no worker is alive', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), forEver)
    expect(why(world, 'c0-0', { workerAlive: false })).toContain('worker')
  })

  it('how it came to rest', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] })).run()
    expect(why(world, 'c0-0')).toEqual(['succeeded'])
    expect(waits(world)).toEqual([])
  })
})
