import { describe, expect, it } from 'vitest'
import { approval, checkGate, makeRollout, type PhaseSketch, World } from './rollout-kit'

const world = (...phases: PhaseSketch[]) => new World(makeRollout({ phases }))
const pause = { type: 'pause', reason: null } as const
const go = { type: 'resume', reason: null, acknowledge: null, userId: 5 } as const

/** Skips a phase with what the database would load for it. */
const skip = (one: World, phase = 'p0') => {
  const index = one.state.phases.findIndex(({ id }) => id === phase)
  const pending = [...one.state.targets.values()].filter(
    (target) => target.phase === index && target.state === 'pending',
  )
  return one.send({ type: 'skip-phase', phase, reason: 'not tonight' }, pending)
}

describe('the skip of a phase', () => {
  it('takes its pending clusters out, each with the reason, and the next phase begins', () => {
    const one = skip(world({ size: 2, before: [approval()] }, { size: 1 }).run(1_000)).run()
    expect(one.state.phases.map(({ state }) => state)).toEqual(['skipped', 'succeeded'])
    expect(one.target('c0-1')).toMatchObject({ state: 'skipped', reason: 'by_user', message: 'not tonight' })
    expect(one.starts.map(({ target }) => target.cluster)).toEqual(['c1-0'])
  })

  it('does not skip the gates in front of the next phase', () => {
    const one = skip(world({ size: 2, before: [approval()] }, { size: 1, before: [approval()] }).run(1_000))
    one.run(2_000)
    expect(one.state.phases[1]?.state).toBe('waiting')
    expect(one.state.gates[1]).toMatchObject({ state: 'closed', requestedAt: expect.any(Number) })
  })

  it('lets its gates ask nobody any more: none can be approved, and none expires and pauses the rollout', () => {
    const asks = [approval({ expiresMs: 60_000 }), checkGate({ timeoutMs: 30_000 })]
    const one = world({ size: 1, before: asks }, { size: 1, soakMs: 600_000 })
    one.sees = () => null
    skip(one.run(1_000)).run(2_000)
    expect(one.state.phases[0]?.state).toBe('skipped')
    for (const gate of one.state.gates.slice(0, 2)) {
      expect(gate).toMatchObject({ state: 'closed', requestedAt: null, expiresAt: null })
    }
    const person = { userId: 8, user: 'ann', roles: ['approver'] }
    const about = { gate: 'p0.before.0', verdict: 'approve', person, others: [person] } as const
    const approve = { type: 'decide-gate', comment: null, failedSince: [], planHash: null, ...about } as const
    expect(() => one.send(approve)).toThrow('conflict: This gate does not ask')
    one.run()
    expect(one.state.head.state).toBe('succeeded')
    expect(one.types()).not.toContain('gate.expired')
  })

  it('that is not its turn yet leaves the phases before it alone', () => {
    const one = skip(world({ size: 1, before: [approval()] }, { size: 2 }).run(1_000), 'p1').run(2_000)
    expect(one.state.phases.map(({ counts }) => [counts.pending, counts.skipped])).toEqual([
      [1, 0],
      [0, 2],
    ])
    expect(one.state.head.state).toBe('running')
  })

  it('that has begun leaves what is done, and its soak is still to be sat out', () => {
    const one = world({ size: 3, maxInFlight: 1, soakMs: 600_000 }, { size: 1 }).run(500)
    one.send(pause).run(5_000)
    skip(one).send(go).run(10_000)
    expect(one.state.phases[0]).toMatchObject({ state: 'soaking', counts: { succeeded: 1, skipped: 2 } })
    one.run()
    expect(one.starts.at(-1)?.at).toBeGreaterThanOrEqual(600_000)
  })

  it.each([
    [
      'a cluster is in flight',
      'conflict: One cluster of this phase is in flight',
      (one: World) => one.run(500),
    ],
    ['it is over', 'conflict: This phase is over: succeeded', (one: World) => one.run(10_000)],
    [
      'nothing is left of it but a soak',
      'conflict: Nothing of this phase is left to skip',
      (one: World) => one.run(10_000),
    ],
    [
      'the rollout is aborted',
      'conflict: This rollout is aborted',
      (one: World) => one.run(500).send({ type: 'abort', reason: null, cancelInFlight: false }).run(),
    ],
  ])('is refused while %s, and changes nothing', (about, words, bring) => {
    const soakMs = about.includes('soak') ? 600_000 : 0
    const one = bring(world({ size: 2, maxInFlight: 1, soakMs }, { size: 1, before: [approval()] }))
    const before = one.log.length
    expect(() => skip(one)).toThrow(words)
    expect(one.log).toHaveLength(before)
  })

  it('is refused for a phase there is not', () => {
    expect(() => skip(world({ size: 1 }), 'nope')).toThrow('not_found')
  })
})
