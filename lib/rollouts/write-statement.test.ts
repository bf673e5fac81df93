import { expect, it } from 'vitest'
import { makeRollout, type Outside, succeeds, World } from '@/lib/core/rollout/rollout-kit'
import { writeStatement } from './write-statement'

/** Takes everything back but one cluster, all in the same moment. */
const oneFails: Outside = ({ target, step }) => {
  const fails = step === 'revert' && target.cluster === 'c0-1'
  return { after: 1_000, answer: fails ? { kind: 'failed', message: 'no' } : succeeds }
}

it('is one statement whatever happens in one turn: clusters taken back, and one that could not be', () => {
  const world = new World(
    makeRollout({ phases: [{ size: 3 }], operation: { revert: { driver: 'simulator', with: {} } } }),
    oneFails,
  ).run()
  const names: string[][] = []
  const ends: string[] = []
  world.onTurn = (turn) => {
    const { text } = writeStatement(
      world.state,
      turn,
      { revision: 1, commandRevision: 0, fence: 1, lastSeq: 0 },
      {
        actor: 'system:engine',
        now: 0,
        byCommand: false,
        wakeAt: null,
        restores: turn.reverted.map(({ clusterId }) => ({
          id: clusterId,
          restoration: { facts: {}, labels: [] },
        })),
      },
    )
    names.push([...text.matchAll(/(?:WITH |\),\n|^)(\w+) AS \(/g)].map(([, name]) => name ?? ''))
    if (turn.reverted.length > 0) ends.push(turn.freed.map(({ state }) => state).join(' '))
  }
  const all = [...world.state.targets.values()]
  world.send({ type: 'rollback', reason: null, part: false, cancelInFlight: false }, all).run()
  expect(ends).toEqual(['reverted revert_failed reverted'])
  for (const one of names) expect(one).toEqual([...new Set(one)])
  expect(Math.max(...names.map(({ length }) => length))).toBeGreaterThan(7)
})

it('is one statement also when a guard pauses the rollout, which is news for outside systems', () => {
  const guard = { name: 'errors', check: 'http', with: {}, everyMs: 1_000, failAfterMs: 0 } as const
  const world = new World(makeRollout({ phases: [{ size: 1 }], guards: [guard] }), () => null)
  world.sees = () => ({ after: 0, kind: 'fail' })
  const names: string[] = []
  world.onTurn = (turn) => {
    if (turn.guards.size === 0) return
    const standing = { revision: 1, commandRevision: 0, fence: 1, lastSeq: 0 }
    const options = { actor: 'system:engine', now: 0, byCommand: false, wakeAt: null }
    const { text } = writeStatement(world.state, turn, standing, options)
    names.push(...[...text.matchAll(/(?:WITH |\),\n|^)(\w+) AS \(/g)].map(([, name]) => name ?? ''))
  }
  world.run(1_000)
  expect(world.types()).toContain('rollout.paused')
  expect(names.length).toBeGreaterThan(3)
  expect(names).toEqual([...new Set(names)])
})
