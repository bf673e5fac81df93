import { asksHistory, withBaselines } from '@/lib/core/plan/baselines'
import type { History } from '@/lib/core/rehearse/beliefs'
import type { PreparedPlan } from '@/lib/plans/prepare-plan'
import type { Sql } from '@/lib/server/sql'
import { loadHistory } from './load'

/** Fixes the baselines of a plan's statistical stops from earlier rollouts, if it leaves any to these. */
export async function fixBaselines(sql: Sql, prepared: PreparedPlan): Promise<PreparedPlan> {
  if (!asksHistory(prepared.plan)) return prepared
  return baselinesFrom(prepared, await loadHistory(sql, prepared.operation.revisionId))
}

/** The same with a history that is at hand. */
export function baselinesFrom(prepared: PreparedPlan, { targets }: History): PreparedPlan {
  const failures = targets.reduce((sum, { failed }) => sum + failed, 0)
  const trials = targets.reduce((sum, { failed, succeeded }) => sum + failed + succeeded, 0)
  return { ...prepared, plan: withBaselines(prepared.plan, { trials, failures }) }
}
