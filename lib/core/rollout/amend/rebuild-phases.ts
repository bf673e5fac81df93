import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { freshPhase, noCounts } from '../fresh'
import { resolveLimits } from '../limits'
import type { Phase, Target } from '../model'
import { isDone } from '../state'
import { hasBegun, isUntouched, same } from './begun'
import type { Replan } from './replan'

/**
 * Makes the phases of an amended policy: those that have begun with all that has happened in them, and limits
 * resolved anew over the same base; the others as they were planned just now. One that was asking for its gates
 * goes on asking, unless it comes after something else now.
 */
export function rebuildPhases(old: readonly Phase[], policy: ResolvedPolicy, plan: Replan): Phase[] {
  const byId = new Map(old.map((phase) => [phase.id, phase]))
  const indexes = new Map(policy.phases.map(({ id }, index) => [id, index]))
  const made = policy.phases.map((rules, index): Phase => {
    const targets = plan[index] ?? []
    const shape = { index, rules, after: rules.after.map((id) => indexes.get(id) ?? -1) }
    const before = byId.get(rules.id)
    return before && hasBegun(before) ? kept(before, shape, targets) : fresh(shape, targets)
  })
  for (const phase of made) {
    if (byId.get(phase.id)?.state !== 'waiting' || hasBegun(phase)) continue
    if (phase.after.every((index) => isDone(made[index] as Phase))) phase.state = 'waiting'
  }
  return made
}

interface Shape {
  readonly index: number
  readonly rules: ResolvedPhase
  readonly after: readonly number[]
}

function kept(before: Phase, shape: Shape, targets: readonly Target[]): Phase {
  const phase: Phase = { ...before, ...shape, title: shape.rules.title, counts: { ...before.counts } }
  // What was compared for another stop says nothing about this one.
  if (!same(before.rules.stop ?? null, shape.rules.stop ?? null)) phase.compared = null
  if (isDone(before) || before.resolved === null) return phase
  phase.resolved = resolveLimits(phase)
  phase.step = stepOf(phase, targets)
  return phase
}

/** The ramp step that a phase is in under new steps: the first that holds all that was ever begun in it. */
function stepOf({ state, resolved }: Phase, targets: readonly Target[]): number {
  const steps = resolved?.steps ?? []
  const last = Math.max(0, steps.length - 1)
  if (state === 'soaking') return last
  const reached = 1 + targets.findLastIndex((target) => !(isUntouched(target) && target.state === 'pending'))
  const step = steps.findIndex((end) => end >= reached)
  return step === -1 ? last : step
}

/** Targets that were skipped or cancelled before stay so in the phase they come to. */
function fresh({ index, rules, after }: Shape, targets: readonly Target[]): Phase {
  const { id, title } = rules
  const counts = { ...noCounts }
  for (const { state } of targets) counts[state] += 1
  return { ...freshPhase({ index, id, title, rules, after, total: targets.length }), counts }
}
