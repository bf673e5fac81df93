/** Helpers for the tests of amendments: phases that take clusters by name, and a policy changed in one place. */
import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { sortByText } from '@/lib/core/shared/text-order'
import type { Loaded } from '../load'
import { makeRollout, type PhaseSketch, type RolloutSketch, World, works } from '../rollout-kit'
import { type AmendCommand, type DraftAmendment, draftAmendment } from './amend'

export const one = { userId: 7, user: 'olga' }
export const other = { userId: 8, user: 'ann' }

/** Makes a rollout whose phase `n` takes the clusters `cn-…`, so that planning it again gives the same. */
export function planned(sketch: RolloutSketch): Loaded {
  const phases = sketch.phases.map(
    (phase, i): PhaseSketch => ({ select: `cluster.name.startsWith("c${i}-")`, ...phase }),
  )
  const loaded = makeRollout({ ...sketch, phases })
  for (const { index } of loaded.phases) {
    const own = loaded.targets.filter(({ phase }) => phase === index)
    sortByText(own, ({ cluster }) => cluster).forEach((target, position) => {
      target.position = position
    })
  }
  const targets = [...loaded.targets].sort((a, b) => a.phase - b.phase || a.position - b.position)
  return { ...loaded, targets }
}

/** The same on a virtual clock, with an outside in which everything works. */
export const launched = (sketch: RolloutSketch): World => new World(planned(sketch), works)

/** The policy that a rollout carries, with some phases changed; null takes one out. */
export function changed(
  world: World,
  changes: Readonly<Record<string, Partial<ResolvedPhase> | null>>,
  whole: Partial<ResolvedPolicy> = {},
): ResolvedPolicy {
  const { policy } = world.state.head.rules
  const phases = policy.phases.flatMap((phase) => {
    const change = changes[phase.id]
    return change === null ? [] : [{ ...phase, ...change }]
  })
  return { ...policy, ...whole, phases: whole.phases ?? phases }
}

/** Asks for an amendment as somebody who looks at the newest plan. */
export const asks = (
  world: World,
  policy: ResolvedPolicy,
  more: Partial<AmendCommand> = {},
): AmendCommand => ({
  type: 'amend',
  policy,
  params: {},
  reason: null,
  proposedBy: one,
  approvedBy: null,
  planHash: world.state.head.planHash,
  failedSince: [],
  ...more,
})

/** Amends a rollout; what weakens it is approved. Throws when it is refused. */
export const amended = (world: World, policy: ResolvedPolicy, more: Partial<AmendCommand> = {}): World =>
  world.send(asks(world, policy, { approvedBy: other, ...more }), [...world.state.targets.values()])

/** Works out what an amendment would do; throws when it is refused. */
export function drafted(world: World, policy: ResolvedPolicy): DraftAmendment {
  const draft = draftAmendment({ ...world.state, run: null }, policy, {})
  if (!draft.ok) throw new Error(draft.error.message)
  return draft.value
}
