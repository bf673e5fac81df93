import { describe, expect, it } from 'vitest'
import type { Target } from './model'
import { placeKey } from './places'
import { makeRollout, type Outside, type RolloutSketch, succeeds, World } from './rollout-kit'
import { isInFlight } from './states'
import type { Verdict } from './verdict'

/** A disruption budget of a few places for the region of a cluster: whoever is in flight has one. */

const lastsMs = 300
const operation = { revert: { driver: 'simulator', with: {} } } as const
const lasts: Outside = () => ({ after: lastsMs, answer: succeeds })

function narrow(sketch: RolloutSketch, max: number, outside = lasts): World {
  const world = new World(makeRollout({ operation, ...sketch }), outside)
  world.verdict = ({ facts: { region } }, at): Verdict => {
    const all = [...world.state.targets.values()]
    const used = all.filter((one) => one.facts.region === region && isInFlight(one.state)).length
    const need = { budget: 1, group: region, max, free: max - used, message: 'no place' }
    if (used < max) return { at, kind: 'go', previous: null, needs: [need] }
    const hindrance = { kind: 'disruption', message: 'no place', until: null, key: placeKey(need) } as const
    return { at, kind: 'wait', hindrance }
  }
  return world
}

const rollback = (world: World, named: readonly Target[], part = false) =>
  world.send({ type: 'rollback', reason: null, part, cancelInFlight: false }, named)
const everything = ({ state }: World) => [...state.targets.values()]
/** When starts of a step were sent, from the first on. */
function startsOf({ starts, now }: World, from: number): number[] {
  const at = starts.filter((one) => one.at >= from && one.at <= now).map((one) => one.at)
  return at.map((one) => one - (at[0] ?? 0))
}
const by = (step: number, count: number) => Array.from({ length: count }, (_, i) => i * step)

describe('a place of a disruption budget that is given back', () => {
  it('is taken in the same moment by the next target of the phase', () => {
    const world = narrow({ phases: [{ size: 5 }] }, 1).run()
    expect(startsOf(world, 0)).toEqual(by(lastsMs, 5))
  })

  it('is taken in the same moment by the next one on the way back', () => {
    const world = narrow({ phases: [{ size: 5 }] }, 1).run()
    const from = world.now
    rollback(world, everything(world)).run()
    expect(world.state.head.state).toBe('rolled_back')
    expect(startsOf(world, from)).toEqual(by(lastsMs, 5))
  })

  it('is taken in the same moment by each of several, one place each', () => {
    const world = narrow({ phases: [{ size: 6 }] }, 2).run()
    const from = world.now
    rollback(world, everything(world)).run()
    expect(startsOf(world, from)).toEqual(by(lastsMs, 3).flatMap((at) => [at, at]))
  })

  it('is taken in the same moment by whoever waits in another phase, forward and back', () => {
    const phases = [{ size: 3 }, { size: 3, after: [] }]
    const world = narrow({ phases }, 1).run()
    expect(startsOf(world, 0)).toEqual(by(lastsMs, 6))
    const from = world.now
    rollback(world, everything(world)).run()
    expect(startsOf(world, from)).toEqual(by(lastsMs, 6))
  })

  it('is taken on the way back in the moment in which one on its way forward comes to rest', () => {
    const slow = ({ cluster, step }: Target) => cluster === 'c0-1' && step === 'apply'
    const world = narrow({ phases: [{ size: 2 }] }, 1, ({ target }) => ({
      after: slow(target) ? 5_250 : lastsMs,
      answer: succeeds,
    })).run(1_000)
    rollback(world, [world.target('c0-0')], true).run()
    expect(world.target('c0-0').state).toBe('reverted')
    expect(world.starts.at(-1)?.at).toBe(lastsMs + 5_250)
  })

  it('of another group is not asked for: those who wait for theirs are looked at every second, and no more', () => {
    const phases = [{ size: 8, regions: ['a', 'b'] }]
    const world = narrow({ phases }, 1, ({ target: { cluster, step } }) => ({
      after: cluster === 'c0-7' && step === 'revert' ? 10_000 : lastsMs,
      answer: succeeds,
    })).run()
    let looks = 0
    const { verdict } = world
    world.verdict = (target, at) => {
      if (target.facts.region === 'b' && target.state !== 'pending') looks += 1
      return verdict(target, at)
    }
    const from = world.now
    rollback(world, everything(world)).run(from + 9_900)
    // Three of its group wait beside it: each is looked at ten times, and not at every rest of the other group.
    expect(looks).toBeLessThanOrEqual(1 + 3 * 10)
  })
})

describe('where nothing else happens', () => {
  const waits = (key: string, free: number, until: number | null) => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), lasts)
    world.verdict = (_, at): Verdict =>
      at >= free
        ? { at, kind: 'go', previous: null }
        : { at, kind: 'wait', hindrance: { kind: 'freeze', message: 'held', until, key } }
    return world.run().starts.map(({ at }) => at)
  }

  it('a place that another rollout gives back is found within a second', () => {
    const [at = 0] = waits('budget:1', 10_500, null)
    expect(at).toBeGreaterThanOrEqual(10_500)
    expect(at).toBeLessThanOrEqual(11_500)
  })

  it('the end of a freeze is met to the moment', () => {
    expect(waits('freeze:1', 7_250, 7_250)).toEqual([7_250])
  })
})
