import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from '@/lib/testing/engine/property-runs'
import { scenario } from '@/lib/testing/engine/scenario'
import { reasonsOf, somewhere, waitingIn, without } from '@/lib/testing/engine/taken-away'
import type { Target } from './model'
import type { WaitReason } from './wait-reason'

/**
 * An explanation is complete when nothing else holds a target up, and minimal when each of its reasons does: each is
 * taken out of the world, all or all but one, and the engine itself is asked.
 */

const runs = propertyRuns(120)

const words = (target: Target, reasons: readonly WaitReason[]) =>
  `${target.cluster}: ${JSON.stringify(reasons.map(({ kind, message }) => [kind, message]))}`

describe('an explanation', () => {
  it('is complete: it names a reason for every target that waits, and without all of them the target starts at once', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target)
          expect(reasons, target.cluster).not.toEqual([])
          const { world, target: it } = without(there, target, reasons, { all: true })
          world.run(there.world.now)
          expect(it.state, words(target, reasons)).not.toBe('pending')
        }
      }),
      runs,
    )
  })

  it('is minimal: while any one of its reasons is left, the target waits', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target)
          reasons.forEach((left, i) => {
            const others = reasons.filter((_, k) => k !== i)
            const { world, target: it } = without(there, target, others)
            world.run(there.world.now)
            expect(it.state, `${left.kind} is left of ${words(target, reasons)}`).toBe('pending')
          })
        }
      }),
      runs,
    )
  })

  it('says who can end it, or when it ends, or what in the rollout itself it waits for', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        for (const target of waitingIn(there.world)) {
          for (const { kind, until, unblockedBy, gate } of reasonsOf(there, target)) {
            const { requestedAt, evidence } = there.world.state.gates.find(({ id }) => id === gate) ?? {}
            const byItself = ['phase', 'step', 'slot', 'spread', 'budget'].includes(kind)
            // A gate that does not ask yet has no clock; one whose check has passed for long enough opens at once.
            const soon = requestedAt == null || evidence?.kind === 'pass'
            expect(byItself || unblockedBy !== null || until !== null || soon, kind).toBe(true)
          }
        }
      }),
      runs,
    )
  })
})
