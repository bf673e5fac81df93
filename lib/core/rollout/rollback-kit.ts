/** Helpers for the tests of rollbacks: rollouts that can be taken back, and what comes of it. */
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { makeRollout, type Outside, type RolloutSketch, succeeds, World, works } from './rollout-kit'

const revert = { driver: 'simulator', with: {} } as const
/** An operation that can be taken back. */
export const back = (more: Partial<ResolvedOperation> = {}): RolloutSketch['operation'] => ({
  revert,
  ...more,
})
export const whole = { type: 'rollback', reason: null, part: false, cancelInFlight: false } as const
export const part = { ...whole, part: true } as const

/** A rollout of it. */
export const world = (phases: RolloutSketch['phases'], operation = back(), outside: Outside = works) =>
  new World(makeRollout({ phases, operation }), outside)
export const all = (one: World) => [...one.state.targets.values()]
/** The targets that were ever in flight. */
export const touched = (one: World) => all(one).filter(({ generation }) => generation > 0)
/** Takes the whole rollout back. */
export const roll = (one: World, more: Partial<{ cancelInFlight: boolean }> = {}) =>
  one.send({ ...whole, ...more }, touched(one))
/** Names the clusters that were taken back, in order of their turn. */
export const reverts = (one: World) =>
  one.log.flatMap((change) => (change.type === 'target.revert_started' ? [change.target.cluster] : []))

/** An outside in which the way forward fails on the named clusters. */
export const fails =
  (...names: string[]): Outside =>
  ({ target, step }) => ({
    after: 1_000,
    answer:
      step === 'apply' && names.includes(target.cluster) ? { kind: 'failed', message: 'broke' } : succeeds,
  })
/** An outside in which nothing can be taken back. */
export const revertFails: Outside = ({ step }) => ({
  after: 1_000,
  answer: step === 'revert' ? { kind: 'failed', message: 'stuck' } : succeeds,
})
