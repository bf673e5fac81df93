import { describe, expect, it } from 'vitest'
import { approval, checkGate } from '../rollout-kit'
import { inFlightOf } from '../state'
import { waitingFor } from '../waiting'
import { draftAmendment } from './amend'
import { amended, asks, changed, drafted, launched, one } from './amend-kit'

const phaseOf = (world: ReturnType<typeof launched>, id: string) => {
  const phase = world.state.phases.find((each) => each.id === id)
  if (!phase) throw new Error(`no phase ${id}`)
  return phase
}
const order = (world: ReturnType<typeof launched>, id: string): string[] =>
  [...world.state.targets.values()]
    .filter((target) => world.state.phases[target.phase]?.id === id)
    .sort((a, b) => a.position - b.position)
    .map(({ cluster }) => cluster)

describe('rule: amending what is left', () => {
  it('of nothing is refused, because planning what has not begun again gives the same plan', () => {
    const world = launched({
      phases: [{ size: 3 }, { size: 4, take: '50%', order: { type: 'random' } }, { size: 2 }],
    })
    const policy = changed(world, { p2: { select: 'true' } })
    amended(world, policy)
    expect(() => amended(world, policy)).toThrow('This changes nothing.')
  })

  it('lowers a limit at once: what is in flight finishes, and nothing starts above it', () => {
    const world = launched({ phases: [{ size: 10, maxInFlight: 5 }] }).run(0)
    expect(inFlightOf(phaseOf(world, 'p0'))).toBe(5)
    const before = [...world.state.targets.values()].filter(({ state }) => state === 'applying')
    amended(world, changed(world, { p0: { maxInFlight: 2 } }), { approvedBy: null })
    expect(before.every(({ state }) => state === 'applying')).toBe(true)
    const waits = waitingFor(world.state, { held: [], retrying: [], workerAlive: true }, world.now)
    expect(waits[0]?.message).toBe('5 clusters wait for a slot: 5 in flight, and now at most 2.')
    let most = 0
    world.run(1_000)
    world.onTurn = () => {
      most = Math.max(most, inFlightOf(phaseOf(world, 'p0')))
    }
    world.run()
    expect(most).toBe(2)
    expect(world.state.head.state).toBe('succeeded')
  })

  it('puts a phase between others, takes one out, and gives its clusters to who takes them', () => {
    const world = launched({ phases: [{ size: 2, maxInFlight: 1 }, { size: 3 }, { size: 3 }] }).run(0)
    const [p0, p1, p2] = world.state.head.rules.policy.phases as [never, never, never]
    const extra = {
      ...(p1 as object),
      id: 'extra',
      title: 'Extra',
      select: 'cluster.name == "c2-1"',
      after: ['p0'],
    }
    const last = { ...(p2 as object), select: 'true', after: ['extra'] }
    amended(world, changed(world, {}, { phases: [p0, extra as never, last as never] }))
    expect(order(world, 'p0')).toEqual(['c0-0', 'c0-1'])
    expect(order(world, 'extra')).toEqual(['c2-1'])
    expect(order(world, 'p2')).toEqual(['c1-0', 'c1-1', 'c1-2', 'c2-0', 'c2-2'])
    expect(world.run().state.head.state).toBe('succeeded')
    expect(world.starts.map(({ target }) => target.cluster).sort()).toEqual(
      [...world.state.targets.values()].map(({ cluster }) => cluster).sort(),
    )
  })

  it('orders anew only those of a phase that have not started', () => {
    const world = launched({ phases: [{ size: 5, maxInFlight: 2 }] }).run(0)
    amended(
      world,
      changed(world, { p0: { order: { type: 'fields', fields: [{ field: 'name', descending: true }] } } }),
    )
    expect(order(world, 'p0')).toEqual(['c0-0', 'c0-1', 'c0-4', 'c0-3', 'c0-2'])
  })

  it('past a step whose approval was asked for asks nobody any more, and does not pause when its time is over', () => {
    const asking = { soakMs: 0, approval: approval({ expiresMs: 60_000 }) }
    const last = { to: '100%', soakMs: 0, approval: null } as const
    const world = launched({ phases: [{ size: 4, maxInFlight: 1, steps: [{ to: 2, ...asking }, last] }] })
    world.outside = () => ({ after: 30_000, answer: { kind: 'succeeded', message: null } })
    world.run(60_000)
    const gate = () => world.state.gates.find(({ id }) => id === 'p0.step-1.approval')
    expect(gate()).toMatchObject({ state: 'closed', requestedAt: 60_000 })
    amended(world, changed(world, { p0: { steps: [{ to: 1, ...asking }, last] } }))
    expect(phaseOf(world, 'p0').step).toBe(1)
    expect(gate()).toMatchObject({ state: 'closed', requestedAt: null, expiresAt: null })
    world.run()
    expect(world.state.head.state).toBe('succeeded')
    expect(world.starts.at(-1)?.at).toBe(90_000)
  })

  it('of the steps of a phase that runs goes on in the first step that holds all that was begun', () => {
    const world = launched({ phases: [{ size: 10, maxInFlight: 3 }] }).run(0)
    const plain = { soakMs: 0, approval: null }
    const steps = [1, 3, 6, '100%' as const].map((to) => ({ to, ...plain }))
    amended(world, changed(world, { p0: { steps } }), { approvedBy: null })
    expect(phaseOf(world, 'p0')).toMatchObject({ step: 1, resolved: { steps: [1, 3, 6, 10] } })
    expect(world.run().state.head.state).toBe('succeeded')
  })

  it.each<[string, Parameters<typeof changed>[1], RegExp]>([
    ['a phase that has begun', { p1: null }, /“Phase 1” has begun, so it cannot be taken out/],
    [
      'what a phase that has begun is about',
      { p1: { select: 'true' } },
      /“Phase 1” has begun, so which clusters/,
    ],
    [
      'gates in front of what has begun',
      { p1: { before: [approval()] } },
      /“Phase 1” has begun, so of what stands/,
    ],
    ['a phase that is over', { p0: { maxInFlight: 1 } }, /“Phase 0” is over/],
    [
      'which clusters were selected',
      { p2: { select: 'cluster.name == "c2-0"' } },
      /No phase would take c2-1/,
    ],
  ])('cannot change %s', (_, change, words) => {
    const world = launched({ phases: [{ size: 1 }, { size: 3, maxInFlight: 1 }, { size: 2 }] }).run(1_500)
    expect(() => amended(world, changed(world, change))).toThrow(words)
  })

  it('says of what it refuses which key of the policy is meant', () => {
    const world = launched({ phases: [{ size: 1 }, { size: 3, maxInFlight: 1 }, { size: 2 }] }).run(1_500)
    const refused = (change: Parameters<typeof changed>[1]) => {
      const draft = draftAmendment({ ...world.state, run: null }, changed(world, change), {})
      return draft.ok ? null : draft.error.parts?.map(({ path }) => path.join('.'))
    }
    expect(refused({ p0: { maxInFlight: 1 }, p1: { select: 'true' } })).toEqual([
      'spec.phases.0',
      'spec.phases.1.select',
    ])
    expect(refused({ p1: { after: [], before: [approval()] } })).toEqual([
      'spec.phases.1.after',
      'spec.phases.1.before',
    ])
    expect(refused({ p1: null })).toEqual(['spec.phases'])
  })

  it('asks gates anew that were asking or open in front of what has not begun, and opens none by itself', () => {
    const world = launched({ phases: [{ size: 1 }, { size: 2, before: [approval(), checkGate()] }] })
    world.sees = () => ({ after: 0, kind: 'fail' })
    world.after(10_000)
    const person = { userId: 4, user: 'bob', roles: ['approver'] }
    const decide = {
      type: 'decide-gate',
      gate: 'p1.before.0',
      verdict: 'approve',
      comment: null,
      person,
      others: [],
      failedSince: [],
    } as const
    world.send({ ...decide, planHash: null })
    const seen = world.state.head.planHash
    expect(world.state.gates[0]?.state).toBe('open')
    amended(world, changed(world, { p1: { maxInFlight: 1 } }), { approvedBy: null })
    expect(world.state.gates[0]).toMatchObject({ state: 'closed', round: 1 })
    expect(world.state.gates[0]?.requestedAt).not.toBeNull()
    expect(world.state.gates[1]?.evidence?.kind).toBe('fail')
    expect(() => world.send({ ...decide, planHash: seen })).toThrow(/stale: You decided on the plan/)
    world.sees = () => ({ after: 0, kind: 'pass' })
    world.send({ ...decide, planHash: world.state.head.planHash })
    expect(world.run().state.head.state).toBe('succeeded')
  })

  it('lets a soak that is under way count from when it began', () => {
    const world = launched({ phases: [{ size: 1, soakMs: 60_000 }] }).run(20_000)
    amended(world, changed(world, { p0: { soakMs: 90_000 } }), { approvedBy: null })
    const ends = (phaseOf(world, 'p0').finishedAt ?? world.run().now) as number
    expect(ends).toBe(91_000)
  })

  it('adds a gate behind a phase that soaks already, and the phase waits for it', () => {
    const world = launched({ phases: [{ size: 1, soakMs: 60_000 }, { size: 1 }] }).run(20_000)
    world.sees = () => null
    amended(world, changed(world, { p0: { checks: [checkGate({ timeoutMs: 86_400_000 })] } }), {
      approvedBy: null,
    })
    world.run(80_000)
    expect(phaseOf(world, 'p0').state).toBe('soaking')
    expect(phaseOf(world, 'p1').state).toBe('pending')
  })

  it('adds a window to a phase that runs, and later starts wait for it', () => {
    const world = launched({ phases: [{ size: 3, maxInFlight: 1 }] }).run(0)
    const window = { type: 'window', days: ['fri'], from: '01:00', to: '02:00', timezone: 'UTC' } as const
    amended(world, changed(world, { p0: { before: [window] } }), { approvedBy: null })
    world.run()
    // The clock begins on Thursday at midnight: the next window opens after 25 hours.
    expect(world.starts.map(({ at }) => at >= 25 * 3_600_000)).toEqual([false, true, true])
    expect(world.state.head.state).toBe('succeeded')
  })

  it('under which what has failed is too much pauses at once', () => {
    const world = launched({
      phases: [{ size: 6, maxInFlight: 1, failureBudget: { max: 5, onExhausted: 'pause', strict: false } }],
    })
    world.outside = ({ target }) => ({
      after: 1_000,
      answer:
        target.cluster === 'c0-0' ? { kind: 'failed', message: 'no' } : { kind: 'succeeded', message: null },
    })
    world.run(1_500)
    amended(
      world,
      changed(world, { p0: { failureBudget: { max: 0, onExhausted: 'pause', strict: false } } }),
      { approvedBy: null },
    )
    expect(world.state.head).toMatchObject({ state: 'paused', pauseCause: 'budget' })
    const abort = changed(world, { p0: { failureBudget: { max: 0, onExhausted: 'abort', strict: false } } })
    expect(() => amended(world, abort)).toThrow(/would abort it at once/)
  })

  it('is bound to the plan that was looked at, and to what had failed until then', () => {
    const world = launched({ phases: [{ size: 3 }] })
    const lower = changed(world, { p0: { maxInFlight: 1 } })
    expect(() => amended(world, lower, { planHash: 'older' })).toThrow(/stale: You looked at the plan older/)
    expect(() => amended(world, lower, { failedSince: ['c0-1'] })).toThrow(
      /stale: Since you looked, a cluster has failed: c0-1/,
    )
    const asked = asks(world, lower)
    amended(world, lower)
    expect(() => world.send(asked, [...world.state.targets.values()])).toThrow(/stale/)
  })

  it('that weakens needs somebody else, who is not who proposed it; its proposer approves nothing after it', () => {
    const world = launched({ phases: [{ size: 3, maxInFlight: 1 }] })
    const wider = changed(world, { p0: { maxInFlight: 3 } })
    expect(() => amended(world, wider, { approvedBy: null })).toThrow(
      /forbidden: This needs the approval of somebody else/,
    )
    expect(() => amended(world, wider, { approvedBy: one })).toThrow(/forbidden/)
    amended(world, wider)
    expect(world.state.head.lastOverriderId).toBe(one.userId)
  })

  it.each(['aborting', 'rolling_back', 'succeeded'] as const)(
    'is refused while the rollout is %s',
    (state) => {
      const world = launched({ phases: [{ size: 3 }] })
      world.state.head.state = state
      expect(() => amended(world, changed(world, { p0: { maxInFlight: 1 } }))).toThrow(/conflict/)
    },
  )

  it('going back to the policy before it is another plan', () => {
    const world = launched({ phases: [{ size: 3 }] })
    const first = world.state.head.rules.policy
    amended(world, changed(world, { p0: { maxInFlight: 1 } }))
    const between = world.state.head.planHash
    amended(world, first)
    amended(world, changed(world, { p0: { maxInFlight: 1 } }))
    expect(world.state.head.planHash).not.toBe(between)
  })

  it('is drafted without changing anything', () => {
    const world = launched({ phases: [{ size: 3 }, { size: 2, before: [approval()] }] }).run(0)
    const before = JSON.stringify([
      world.state.head,
      world.state.phases,
      world.state.gates,
      [...world.state.targets],
    ])
    drafted(world, changed(world, { p1: { before: [], maxInFlight: 1 } }))
    expect(
      JSON.stringify([world.state.head, world.state.phases, world.state.gates, [...world.state.targets]]),
    ).toBe(before)
  })
})
