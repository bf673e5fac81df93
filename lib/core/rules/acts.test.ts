/** The decided rules of the language page about what people do to a rollout, and what happens when things break. */
import { expect, it } from 'vitest'
import {
  approval,
  makeRollout,
  type Outside,
  type PhaseSketch,
  succeeds,
  World,
  works,
} from '../rollout/rollout-kit'

const world = (phases: PhaseSketch[], operation: object = {}, outside: Outside = works) =>
  new World(makeRollout({ phases, operation }), outside)
const targets = (one: World) => [...one.state.targets.values()]
const revert = { driver: 'simulator', with: {} } as const
const rollback = { type: 'rollback', reason: null, part: false, cancelInFlight: false } as const
const rollBack = (one: World) =>
  one.send(
    rollback,
    targets(one).filter(({ generation }) => generation > 0),
  )
const failing =
  (name: string): Outside =>
  ({ target, generation }) => ({
    after: 1_000,
    answer: target.cluster === name && generation === 1 ? { kind: 'failed', message: 'no' } : succeeds,
  })

it('rule: skip', () => {
  const one = world([
    { size: 2, maxInFlight: 1 },
    { size: 1, before: [approval()] },
  ]).run(500)
  const skip = { type: 'skip', reason: 'by hand' } as const
  expect(() => one.send(skip, [one.target('c0-0')])).toThrow(/c0-0 is applying/)
  one.send(skip, [one.target('c0-1')]).run(5_000)
  expect(one.target('c0-1')).toMatchObject({ state: 'skipped', reason: 'by_user', message: 'by hand' })
  // The gate of the next phase is not skipped with it.
  expect(one.state.gates[0]?.state).toBe('closed')
})

it('rule: retry', () => {
  const one = world([{ size: 2 }], {}, failing('c0-0')).run()
  expect(one.state.head.state).toBe('succeeded_with_failures')
  one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')]).run()
  expect(one.state.head.state).toBe('succeeded')
  expect(one.starts.map(({ target, generation }) => [target.cluster, generation])).toEqual([
    ['c0-0', 1],
    ['c0-1', 1],
    ['c0-0', 2],
  ])
})

it.each([
  ['confirmed', true, 'timed_out'],
  ['fenced off', false, 'timed_out'],
] as const)('rule: deadline (%s)', (_, confirmed, reason) => {
  const one = world([{ size: 2, maxInFlight: 1 }], { timeoutMs: 60_000 }, ({ kind, target }) => {
    if (target.cluster === 'c0-1') return { after: 0, answer: succeeds }
    if (kind === 'cancel') return { after: 500, answer: { kind: 'cancel', confirmed, message: null } }
    return { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 3_600_000 } }
  }).run()
  expect(one.target('c0-0')).toMatchObject({ state: 'failed', reason })
  // The slot is free only after that.
  expect(one.starts[1]?.at).toBeGreaterThanOrEqual(60_500)
})

it('rule: crash between decision and effect', () => {
  const unanswered = world([{ size: 1 }], {}, () => null).run(5_000)
  unanswered.outside = works
  unanswered.reload(true)
  expect(unanswered.run().starts.map(({ generation }) => generation)).toEqual([1, 1])

  const accepted = world([{ size: 1 }], {}, ({ kind }) =>
    kind === 'start'
      ? { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 5_000 } }
      : null,
  ).run(6_000)
  accepted.outside = works
  accepted.reload(true)
  expect(accepted.run().starts).toHaveLength(1)
})

it('rule: rollback', () => {
  const one = world([{ size: 2, maxInFlight: 1 }, { size: 2, maxInFlight: 1 }, { size: 1 }], { revert }).run(
    3_500,
  )
  rollBack(one).run()
  const back = one.log.flatMap((change) =>
    change.type === 'target.revert_started' ? [change.target.cluster] : [],
  )
  expect(back).toEqual(['c1-1', 'c1-0', 'c0-1', 'c0-0'])
  expect(one.target('c2-0').state).toBe('cancelled')
})

it('rule: how a rollback ends', () => {
  const clean = world([{ size: 2 }], { revert }).run()
  expect(rollBack(clean).run().state.head.state).toBe('rolled_back')
  const stuck = world([{ size: 2 }], { revert }, ({ step, target }) => ({
    after: 1_000,
    answer: step === 'revert' && target.cluster === 'c0-0' ? { kind: 'failed', message: 'stuck' } : succeeds,
  })).run()
  expect(rollBack(stuck).run().state.head.state).toBe('failed')
})

it('rule: point of no return', () => {
  const one = world([{ size: 2 }], { revert, irreversibleAfter: 'apply' }, failing('c0-0')).run()
  expect(() => one.send({ ...rollback, part: true }, [one.target('c0-1')])).toThrow(/c0-1/)
  rollBack(one).run()
  expect(targets(one).map(({ state }) => state)).toEqual(['reverted', 'succeeded'])
  expect(one.state.head.state).toBe('failed')
  expect(() => rollBack(world([{ size: 1 }]).run())).toThrow(/no way back|revert/)
})
