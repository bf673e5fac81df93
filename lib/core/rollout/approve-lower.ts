import type { ResolvedPhase } from '@/lib/core/policy/resolved'
import type { Amount, Limit } from '@/lib/core/shared/amount'
import type { JsonObject } from '@/lib/core/shared/json'
import { ok, type Result } from '@/lib/core/shared/result'
import { amend } from './amend/amend'
import { decideGate, type GateCommand } from './decide-gate'
import { resolveLimits } from './limits'
import type { Phase } from './model'
import { type Refusal, refuse } from './refusal'
import { type EngineState, phaseOf, type Turn } from './state'

/** Limits of the phase behind a gate that whoever approves it wants lower; null leaves one as it is. */
export interface LowerLimits {
  readonly maxInFlight: number | null
  readonly failureBudget: number | null
}

/** An approval together with lower limits for what it lets go; the state has all targets. */
export interface LowerCommand {
  readonly type: 'approve-lower'
  readonly limits: LowerLimits
  readonly approval: GateCommand
  readonly params: JsonObject
}

/**
 * Approves a gate under lower limits: first the plan is tightened, which makes the gate ask anew, then the approval
 * counts for that plan. Both happen or neither does; approvals by others, given for wider limits, count no more.
 */
export function approveLower(
  state: EngineState,
  turn: Turn,
  { limits, approval, params }: LowerCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const gate = state.gates.find(({ id }) => id === approval.gate)
  if (!gate) return refuse('not_found', `This rollout has no gate “${approval.gate}”.`)
  const phase = phaseOf(state, gate.phase)
  const wider = whyNotLower(phase, limits)
  if (wider !== null) return refuse('conflict', wider)
  const { policy } = head.rules
  const phases = policy.phases.map((rules) => (rules.id === phase.id ? lowered(rules, limits) : rules))
  const { userId, user } = approval.person
  const tightened = amend(
    state,
    turn,
    {
      type: 'amend',
      policy: { ...policy, phases },
      params,
      reason: approval.comment,
      proposedBy: { userId, user },
      approvedBy: null,
      planHash: approval.planHash ?? head.planHash,
      failedSince: approval.failedSince,
    },
    now,
  )
  if (!tightened.ok) return tightened
  // The plan that was looked at is the one that was tightened, and this is what came of it.
  const decided = decideGate(state, turn, { ...approval, planHash: null }, now)
  return decided.ok ? ok(turn) : decided
}

function whyNotLower(phase: Phase, { maxInFlight, failureBudget }: LowerLimits): string | null {
  const { maxInFlight: present, budget } = phase.resolved ?? resolveLimits(phase)
  if (maxInFlight !== null && maxInFlight >= present)
    return `Phase “${phase.title}” has up to ${present} in flight: ${maxInFlight} is not lower.`
  if (failureBudget !== null && budget !== null && failureBudget >= budget)
    return `Phase “${phase.title}” tolerates ${budget}: ${failureBudget} is not lower.`
  return maxInFlight === null && failureBudget === null ? 'No limit is given that would be lower.' : null
}

function lowered(rules: ResolvedPhase, { maxInFlight, failureBudget }: LowerLimits): ResolvedPhase {
  const budget = rules.failureBudget ?? { max: '100%' as Limit, onExhausted: 'pause' as const, strict: false }
  return {
    ...rules,
    ...(maxInFlight !== null && { maxInFlight: atMost(rules.maxInFlight, maxInFlight) }),
    ...(failureBudget !== null && { failureBudget: { ...budget, max: atMost(budget.max, failureBudget) } }),
  }
}

/** The same limit, and never more than a number: a share stays, because it may come to less. */
function atMost(limit: Limit, most: number): Limit {
  const amounts = Array.isArray(limit) ? (limit as readonly Amount[]) : [limit as Amount]
  const shares = amounts.filter((amount) => typeof amount === 'string' && amount !== '100%')
  return shares.length === 0 ? most : [...shares, most]
}
