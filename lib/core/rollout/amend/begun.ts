import type { ResolvedGate, ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { canonicalJson } from '@/lib/core/shared/canonical-json'
import type { Phase, Target } from '../model'
import type { RefusedPart } from '../refusal'
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
 * that has begun is about, are no matter of choice any more. Each with its key in that policy. Empty = it can.
 */
export function pastChanges(phases: readonly Phase[], policy: ResolvedPolicy): RefusedPart[] {
  return phases.filter(hasBegun).flatMap((phase) => {
    const index = policy.phases.findIndex(({ id }) => id === phase.id)
    const rules = policy.phases[index]
    const name = `Phase “${phase.title}”`
    if (!rules) {
      const message = `${name} has begun, so it cannot be taken out: put it back as it was.`
      return [{ path: ['spec', 'phases'], message }]
    }
    const path = ['spec', 'phases', String(index)]
    if (isDone(phase)) {
      const { title: _, ...was } = phase.rules
      const { title: __, ...is } = rules
      const message = `${name} is over, so nothing about it can be changed: put it back as it was.`
      return same(was, is) ? [] : [{ path, message }]
    }
    const said = fixedFields.flatMap(({ name: what, fields }) => {
      const changed = fields.find((field) => !same(phase.rules[field], rules[field]))
      if (!changed) return []
      const message = `${name} has begun, so ${what} cannot be changed: put it back as it was.`
      return [{ path: [...path, changed], message }]
    })
    if (openGatesKept(phase.rules.before, rules.before)) return said
    const message = `${name} has begun, so of what stands in front of it only windows can be changed or added.`
    return [...said, { path: [...path, 'before'], message }]
  })
}

const fixedFields: readonly { name: string; fields: readonly (keyof ResolvedPhase)[] }[] = [
  { name: 'which clusters are in it (select, take, takeBy)', fields: ['select', 'take', 'takeBy'] },
  { name: 'what it comes after', fields: ['after'] },
]

/** Windows hold up later starts too; all other gates in front of a phase that has begun are history. */
function openGatesKept(before: readonly ResolvedGate[], after: readonly ResolvedGate[]): boolean {
  if (after.length < before.length) return false
  return after.every((gate, n) => {
    const old = before[n]
    return gate.type === 'window' ? !old || old.type === 'window' : old !== undefined && same(old, gate)
  })
}
