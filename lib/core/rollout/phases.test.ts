import { describe, expect, it } from 'vitest'
import { failing } from './decide-kit'
import { approval, makeRollout, succeeds, World, works } from './rollout-kit'

describe('phases', () => {
  it('start only after the phases they come after, soak included', () => {
    const world = new World(makeRollout({ phases: [{ size: 1, soakMs: 60_000 }, { size: 1 }] })).run(60_500)
    // Whatever wakes it shortly before the end.
    for (const at of [60_700, 60_999]) expect(world.run(at).starts).toHaveLength(1)
    expect(world.run().starts.map(({ at }) => at)).toEqual([0, 61_000])
  })

  it('run side by side when they come after the same phase', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }, { size: 1, after: ['p0'] }, { size: 1, after: ['p0'] }] }),
    ).run()
    expect(world.starts.map(({ at }) => at)).toEqual([0, 1_000, 1_000])
  })

  it('that come after several wait for the last of them', () => {
    const side = { size: 1, after: [] }
    const world = new World(
      makeRollout({ phases: [side, { ...side, soakMs: 60_000 }, { size: 1, after: ['p0', 'p1'] }] }),
    ).run()
    expect(world.starts.map(({ at }) => at)).toEqual([0, 0, 61_000])
  })

  it('are skipped with their gates when empty, unless a gate is wanted always', () => {
    const world = new World(
      makeRollout({
        phases: [
          { size: 0, before: [approval()] },
          { size: 0, before: [approval({ always: true })] },
        ],
      }),
    ).run(1_000)
    expect(world.state.phases.map(({ state }) => state)).toEqual(['skipped', 'waiting'])
  })

  it('go up the ramp, each step with its own soak and approval', () => {
    const world = new World(
      makeRollout({
        phases: [
          {
            size: 10,
            steps: [
              { to: 1, soakMs: 60_000, approval: null },
              { to: '50%', soakMs: 0, approval: approval() },
              { to: '100%', soakMs: 0, approval: null },
            ],
          },
        ],
      }),
    ).run(300_000)
    expect(world.starts.map(({ at }) => at)).toEqual([0, 61_000, 61_000, 61_000, 61_000])
    expect(world.state.gates.map(({ id, state }) => [id, state])).toEqual([
      ['p0.step-1.soak', 'open'],
      ['p0.step-2.approval', 'closed'],
    ])
  })

  it('wait again when a retry re-opens a phase they come after, and soak anew', () => {
    const world = new World(
      makeRollout({
        phases: [
          { size: 2, soakMs: 60_000 },
          { size: 3, maxInFlight: 1 },
        ],
      }),
      failing('c0-0'),
    ).run(61_500)
    expect(world.count('applying')).toBe(1)
    world.outside = works
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(70_000)
    expect(world.state.phases[0]?.state).toBe('soaking')
    expect(world.starts).toHaveLength(4)
    world.run()
    expect(world.state.head.state).toBe('succeeded')
    expect(world.starts.at(-1)?.at).toBeGreaterThanOrEqual(61_500 + 1_000 + 60_000)
  })

  it('do not begin while one before them is open again, though their own gates are', () => {
    const before = [{ type: 'soak', soakMs: 10_000 } as const]
    const world = new World(makeRollout({ phases: [{ size: 2 }, { size: 1, before }] }), failing('c0-0'))
    world.run(5_000).outside = () => ({ after: 60_000, answer: succeeds })
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(30_000)
    expect(world.state.gates[0]?.state).toBe('open')
    expect(world.state.phases.map(({ state }) => state)).toEqual(['running', 'waiting'])
    expect(world.run().starts.at(-1)?.at).toBe(65_000)
  })

  it('wait again for one that is opened further up, though the phases between stay done', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 2 }, { size: 1 }, { size: 3, maxInFlight: 1 }] }),
      failing('c0-0'),
    ).run(2_500)
    expect(world.target('c2-0').state).toBe('applying')
    world.outside = () => ({ after: 60_000, answer: succeeds })
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(62_000)
    expect(world.state.phases.map(({ state }) => state)).toEqual(['running', 'succeeded', 'running'])
    expect(world.count('pending')).toBe(2)
    expect(world.run().state.head.state).toBe('succeeded')
  })
})
