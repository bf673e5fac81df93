import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playActs, scenario } from '@/lib/testing/engine/scenario'
import { spreadsOf, whyNotStarted } from './conditions'
import type { Loaded } from './load'
import type { Phase, Target } from './model'
import { World } from './rollout-kit'
import { phaseOf } from './state'
import type { targetStates } from './states'
import type { Verdict } from './verdict'
import type { WaitReason } from './wait-reason'

/**
 * An explanation is complete when nothing else holds a target up, and minimal when each of its reasons does: each is
 * taken out of the world, all or all but one, and the engine itself is asked. Whoever else waits for the same slots
 * stands aside for the question: that it is not a target's turn yet is what a slot that is taken says.
 */

const runs = { numRuns: 300, endOnFailure: true, seed: 20_261_123 }

/** Some clusters are held by somebody else. */
const isHeld = ({ id }: Target): boolean => id % 4 === 0
const held: Verdict = {
  at: 0,
  kind: 'wait',
  hindrance: { kind: 'lease', message: 'Another rollout has it.', until: null, unblockedBy: 'the other' },
}

/** A rollout in the middle of something, everything that is due now done. */
function somewhere(one: Parameters<typeof playActs>[0]): World {
  const made = playActs(one, (world) => {
    world.verdict = (target, at) => (isHeld(target) ? { ...held, at } : { at, kind: 'go', previous: null })
  })
  return made.run(made.now)
}

function reasonsOf(world: World, target: Target): WaitReason[] {
  const { state, now } = world
  const phase = phaseOf(state, target.phase)
  const lane = state.run.lanes[target.phase]
  const spreads = spreadsOf(phase, target).map((one, i) => {
    const left = lane?.placesLeft(i, target) ?? 0
    return { ...one, inFlight: 1 - Math.min(1, left), max: 1 }
  })
  const verdict = { ...world.verdict(target, now), at: now }
  return whyNotStarted({ state, phase, target, verdict, spreads, workerAlive: true, now })
}

/** The same rollout, loaded anew, without some of the reasons why a target waits. */
function without(
  world: World,
  target: Target,
  reasons: readonly WaitReason[],
  all = false,
): { world: World; target: Target } {
  const { head, phases, gates, guards, targets } = world.state
  const ordered = [...targets.values()].sort((a, b) => a.phase - b.phase || a.position - b.position)
  const copy: Loaded = structuredClone({ head, phases, gates, guards, targets: ordered })
  const phase = copy.phases[target.phase] as Phase
  const kinds = new Set(reasons.map(({ kind }) => kind))
  for (const { kind, phase: about, gate: id } of reasons) {
    if (kind === 'phase') finish(copy, about)
    const gate = copy.gates.find((one) => one.id === id)
    if (gate)
      Object.assign(gate, {
        state: 'open',
        expiresAt: null,
        override: { user: 'x', userId: 9, reason: 'x', at: 0 },
      })
  }
  if (kinds.has('paused')) Object.assign(copy.head, { state: 'running', pauseCause: null, pauseDetail: null })
  const rules = phase.rules as { -readonly [Key in keyof Phase['rules']]: Phase['rules'][Key] }
  if (kinds.has('step')) {
    rules.steps = [{ to: '100%', soakMs: 0, approval: null }]
    if (phase.resolved) phase.resolved = { ...phase.resolved, steps: [phase.total] }
    phase.step = 0
  }
  if (kinds.has('slot') && phase.resolved)
    phase.resolved = { ...phase.resolved, maxInFlight: phase.total + 1 }
  if (kinds.has('budget')) {
    if (rules.failureBudget) rules.failureBudget = { ...rules.failureBudget, strict: false }
    const { policy } = copy.head.rules
    const failureBudget = policy.failureBudget && { ...policy.failureBudget, strict: false }
    Object.assign(copy.head, { rules: { ...copy.head.rules, policy: { ...policy, failureBudget } } })
  }
  if (kinds.has('spread')) rules.spread = []
  const end = phase.resolved?.steps[phase.step] ?? 0
  for (const other of copy.targets) {
    // Those of the present step hold it open as long as the target lies behind it.
    const mayLeave = kinds.has('step') || target.position < end || other.position >= end
    // A strict budget over the whole rollout lets phases wait for each other.
    if (other.phase === target.phase ? mayLeave : all) standAside(copy, other, target)
  }
  const made = new World(copy, () => null)
  made.now = world.now
  made.sees = () => null
  made.compares = () => null
  made.verdict = (one, at) =>
    kinds.has('lease') || !isHeld(one) ? { at, kind: 'go', previous: null } : { ...held, at }
  return { world: made.run(world.now), target: made.target(target.cluster) }
}

function standAside({ phases }: Loaded, other: Target, target: Target): void {
  if (other.state !== 'pending' || other.id === target.id) return
  moveTo(phases[other.phase] as Phase, other, 'skipped')
}

/** Lets a phase count as done, whatever is still in flight in it. */
function finish({ phases, gates }: Loaded, id: string | null): void {
  const phase = phases.find((one) => one.id === id)
  if (!phase) return
  Object.assign(phase, { state: 'succeeded', finishedAt: 0 })
  for (const gate of gates) if (gate.phase === phase.index) gate.state = 'open'
}

function moveTo(phase: Phase, target: Target, to: (typeof targetStates)[number]): void {
  phase.counts[target.state] -= 1
  phase.counts[to] += 1
  target.state = to
}

/** Targets that wait in a rollout that could carry them out. */
function waiting({ state }: World): Target[] {
  const { head, targets } = state
  if (head.rollback !== null || (head.state !== 'running' && head.state !== 'paused')) return []
  return [...targets.values()].filter((target) => target.state === 'pending')
}

const words = (target: Target, reasons: readonly WaitReason[]) =>
  `${target.cluster}: ${JSON.stringify(reasons.map(({ kind, message }) => [kind, message]))}`

describe('an explanation', () => {
  it('names a reason for every target that waits', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = somewhere(one)
        for (const target of waiting(world)) expect(reasonsOf(world, target), target.cluster).not.toEqual([])
      }),
      runs,
    )
  })

  it('is complete: without all of its reasons the target starts at once', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = somewhere(one)
        for (const target of waiting(world)) {
          const reasons = reasonsOf(world, target)
          const after = without(world, target, reasons, true)
          expect(after.target.state, words(target, reasons)).not.toBe('pending')
        }
      }),
      runs,
    )
  })

  it('is minimal: while any one of its reasons is left, the target waits', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = somewhere(one)
        for (const target of waiting(world)) {
          const reasons = reasonsOf(world, target)
          reasons.forEach((left, i) => {
            const others = reasons.filter((_, k) => k !== i)
            const after = without(world, target, others)
            expect(after.target.state, `${left.kind} is left of ${words(target, reasons)}`).toBe('pending')
          })
        }
      }),
      runs,
    )
  })

  it('says who can end it, or when it ends, or what in the rollout itself it waits for', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = somewhere(one)
        for (const target of waiting(world)) {
          for (const { kind, until, unblockedBy, gate } of reasonsOf(world, target)) {
            const byItself = ['phase', 'step', 'slot', 'spread', 'budget'].includes(kind)
            // A gate that does not ask yet has no clock.
            const asks = world.state.gates.find(({ id }) => id === gate)?.requestedAt != null
            expect(byItself || unblockedBy !== null || until !== null || !asks, kind).toBe(true)
          }
        }
      }),
      runs,
    )
  })
})
