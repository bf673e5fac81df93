import { type Access, can, type RoleBinding } from '@/lib/core/access/permissions'
import type { ResolvedApproval } from '@/lib/core/policy/resolved'

/** Who asks to decide. */
export interface Decider {
  userId: number
  bindings: readonly RoleBinding[]
}

/** What decides about deciders, besides their roles. */
export interface ApprovalBounds {
  spec: Pick<ResolvedApproval, 'role' | 'notLauncher'>
  launchedById: number
  policyAuthorId: number | null
  lastOverriderId: number | null
  /** Users who have decided in the present round. */
  decidedBy: readonly number[]
}

/**
 * Says whether somebody may approve here, in words for the screen. The engine asks again, under its lock,
 * when the decision is made and when the quorum is counted; this only spares people a refusal.
 */
export function mayApprove({ userId, bindings }: Decider, bounds: ApprovalBounds): Access {
  const access = can(bindings, 'gate:decide', () => true)
  if (!access.allowed) return access
  const { spec } = bounds
  if (!bindings.some(({ role }) => role === spec.role || role === 'admin')) {
    return refuse(`This approval is asked of people with the role ${spec.role}.`)
  }
  if (bounds.decidedBy.includes(userId)) return refuse('You have decided already.')
  if (!spec.notLauncher) return { allowed: true }
  if (userId === bounds.launchedById)
    return refuse('You launched this rollout; somebody else has to approve.')
  if (userId === bounds.policyAuthorId) {
    return refuse('You published this revision of the policy; somebody else has to approve.')
  }
  if (userId === bounds.lastOverriderId) {
    return refuse('You overrode something in this rollout last; somebody else has to approve.')
  }
  return { allowed: true }
}

const refuse = (reason: string): Access => ({ allowed: false, reason })
