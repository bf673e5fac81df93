import type { ResolvedGate, ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { canonicalJson } from '@/lib/core/shared/canonical-json'
import type { Phase, Target } from '../model'
import { isDone } from '../state'

/** Tells whether a phase is past planning: it runs, soaks, or is over. */
export const hasBegun = (phase: Phase): boolean => phase.resolved !== null || isDone(phase)

/** Tells whether nothing was ever done to a target and its place may still be another. */
export const isUntouched = ({ state, generation, startedAt }: Target): boolean =>
  generation === 0 && startedAt === null && state !== 'applying' && state !== 'verifying'

/** Tells whether two JSON values are the same whatever the order of their keys. */
export const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/**
 * Says why a policy cannot replace the one that a rollout carries: what has been done, and which clusters a phase
 * that has begun is about, are no matter of choice any more. Empty = it can.
 */
export function pastChanges(phases: readonly Phase[], policy: ResolvedPolicy): string[] {
  const kept = new Map(policy.phases.map((phase) => [phase.id, phase]))
  return phases.filter(hasBegun).flatMap((phase) => {
    const rules = kept.get(phase.id)
    const name = `Phase “${phase.title}”`
    if (!rules) return [`${name} has begun, so it cannot be taken out.`]
    if (isDone(phase)) {
      const { title: _, ...was } = phase.rules
      const { title: __, ...is } = rules
      return same(was, is) ? [] : [`${name} is over, so nothing about it can be changed.`]
    }
    const fields = fixedFields.filter(({ of }) => !same(of(phase.rules), of(rules)))
    const said = fields.map(({ name: field }) => `${name} has begun, so ${field} cannot be changed.`)
    return openGatesKept(phase.rules.before, rules.before)
      ? said
      : [...said, `${name} has begun, so of what stands in front of it only windows can be changed or added.`]
  })
}

const fixedFields: readonly { name: string; of: (rules: ResolvedPhase) => unknown }[] = [
  { name: 'which clusters are in it (select, take, takeBy)', of: (r) => [r.select, r.take, r.takeBy] },
  { name: 'what it comes after', of: ({ after }) => after },
]

/** Windows hold up later starts too; all other gates in front of a phase that has begun are history. */
function openGatesKept(before: readonly ResolvedGate[], after: readonly ResolvedGate[]): boolean {
  if (after.length < before.length) return false
  return after.every((gate, n) => {
    const old = before[n]
    return gate.type === 'window' ? !old || old.type === 'window' : old !== undefined && same(old, gate)
  })
}
