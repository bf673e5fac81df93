import { describe, expect, it } from 'vitest'
import { approval, makeRollout, World } from './rollout-kit'

const ann = { userId: 3, user: 'ann', roles: ['approver'] }
const abort = { type: 'abort', reason: null, cancelInFlight: false } as const
const retry = { type: 'retry', userId: 9 } as const

describe('a retry after an abort', () => {
  it('asks again for an approval that had been refused', () => {
    const world = new World(makeRollout({ phases: [{ size: 1, before: [approval()] }] })).run(1_000)
    const decide = (verdict: 'approve' | 'reject') =>
      world.send({
        type: 'decide-gate',
        gate: 'p0.before.0',
        verdict,
        comment: 'x',
        person: ann,
        others: [ann],
        failedSince: [],
        planHash: null,
      })
    decide('reject').run(2_000)
    world.send(abort).run(3_000)
    expect(world.state.head.state).toBe('aborted')
    world.send(retry, [world.target('c0-0')]).run(4_000)
    expect(world.state.gates[0]).toMatchObject({ state: 'closed', requestedAt: expect.any(Number) })
    decide('approve').run()
    expect(world.state.head.state).toBe('succeeded')
  })

  it('asks again for an approval that had expired', () => {
    const before = [approval({ expiresMs: 1_000 })]
    const world = new World(makeRollout({ phases: [{ size: 1, before }] })).run(5_000)
    expect(world.state.gates[0]?.state).toBe('expired')
    world.send(abort).run(6_000)
    world.send(retry, [world.target('c0-0')]).run(6_500)
    expect(world.state.gates[0]).toMatchObject({ state: 'closed', expiresAt: 7_000 })
  })

  it('is no way around the soak of a phase that was changed', () => {
    const world = new World(makeRollout({ phases: [{ size: 1, soakMs: 60_000 }, { size: 1 }] })).run(10_000)
    expect(world.state.phases[0]?.state).toBe('soaking')
    world.send(abort).run(11_000)
    expect(world.state.head.state).toBe('aborted')
    world.send(retry, [world.target('c1-0')]).run(50_000)
    expect(world.target('c1-0').state).toBe('pending')
    world.run()
    expect(world.target('c1-0').state).toBe('succeeded')
    expect(world.target('c1-0').startedAt).toBeGreaterThanOrEqual(61_000)
  })
})
