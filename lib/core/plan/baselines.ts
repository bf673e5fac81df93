import type { ResolvedStop } from '@/lib/core/policy/resolved'
import { baselineFrom, type Seen } from '@/lib/core/stats/evidence'
import type { Plan } from './types'

const isOpen = (stop: ResolvedStop | undefined): boolean => stop !== undefined && stop.baseline === null

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
  const fix = <T extends { readonly stop?: ResolvedStop }>(rules: T): T =>
    rules.stop && isOpen(rules.stop) ? { ...rules, stop: { ...rules.stop, baseline } } : rules
  const policy = { ...fix(plan.policy), phases: plan.policy.phases.map(fix) }
  return { ...plan, policy, phases: plan.phases.map((phase) => ({ ...phase, rules: fix(phase.rules) })) }
}
