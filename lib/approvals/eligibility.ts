import { can, type RoleBinding } from '@/lib/core/access/permissions'
import type { ResolvedApproval } from '@/lib/core/policy/resolved'
import { whyNotEligible } from '@/lib/core/rollout/decide-gate'

/** Who asks to decide. */
export interface Decider {
  userId: number
  bindings: readonly RoleBinding[]
}

/** What decides about deciders, besides their roles. */
export interface ApprovalBounds {
  spec: ResolvedApproval
  launchedById: number
  policyAuthorId: number | null
  lastOverriderId: number | null
}

/**
 * Says why somebody may not give a verdict here, in words for the screen; null = they may. The rules are the
 * engine's own, and it asks again under its lock: this only spares people a refusal.
 * @param decidedBy who has decided in the present round.
 */
export function whyNotDecide(
  { userId, bindings }: Decider,
  bounds: ApprovalBounds,
  decidedBy: readonly number[],
  verdict: 'approve' | 'reject',
): string | null {
  const access = can(bindings, 'gate:decide')
  if (!access.allowed) return access.reason
  if (decidedBy.includes(userId)) return 'You have decided on this gate already.'
  const roles = bindings.filter(({ select }) => select === null).map(({ role }) => role)
  return whyNotEligible(bounds, bounds, { userId, roles }, verdict)
}
