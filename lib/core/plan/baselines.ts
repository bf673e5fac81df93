import type { ResolvedPolicy, ResolvedStop } from '@/lib/core/policy/resolved'
import { baselineFrom, type Seen } from '@/lib/core/stats/evidence'
import type { Plan } from './types'

const isOpen = (stop: ResolvedStop | undefined): boolean =>
  stop !== undefined && stop.check === undefined && stop.baseline === null

/** Tells whether a stop of the plan leaves its baseline to history. */
export const asksHistory = ({ policy }: Plan): boolean =>
  isOpen(policy.stop) || policy.phases.some(({ stop }) => isOpen(stop))

/**
 * Fixes the baselines that the policy leaves to history, so that what happens elsewhere later changes nothing in this
 * rollout. The plan's hash stays: it is about what was written, and history moves every minute.
 */
export function withBaselines(plan: Plan, seen: Seen): Plan {
  if (!asksHistory(plan)) return plan
  const baseline = baselineFrom(seen)
  return {
    ...plan,
    policy: fixedPolicy(plan.policy, () => baseline),
    phases: plan.phases.map((phase) => ({ ...phase, rules: fixed(phase.rules, baseline) })),
  }
}

/**
 * Fixes the baselines that a policy leaves open: those of the policy that it replaces where that has a stop in the
 * same place, else the given one.
 */
export function withStopBaselines(
  policy: ResolvedPolicy,
  present: ResolvedPolicy | null,
  otherwise: number | null = null,
): ResolvedPolicy {
  const phases = new Map(present?.phases.map(({ id, stop }) => [id, stop]))
  return fixedPolicy(
    policy,
    (phase) => (phase === null ? present?.stop : phases.get(phase))?.baseline ?? otherwise,
  )
}

function fixedPolicy(
  policy: ResolvedPolicy,
  baselineOf: (phase: string | null) => number | null,
): ResolvedPolicy {
  const phases = policy.phases.map((phase) => fixed(phase, baselineOf(phase.id)))
  return { ...fixed(policy, baselineOf(null)), phases }
}

const fixed = <T extends { readonly stop?: ResolvedStop }>(rules: T, baseline: number | null): T =>
  rules.stop && isOpen(rules.stop) ? { ...rules, stop: { ...rules.stop, baseline } } : rules
