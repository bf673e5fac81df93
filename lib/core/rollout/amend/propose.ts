import { ok, type Result } from '@/lib/core/shared/result'
import { record } from '../apply'
import type { RolloutHead } from '../model'
import { type Refusal, refuse } from '../refusal'
import type { EngineState, Turn } from '../state'
import { type AmendCommand, draftAmendment, whyStale } from './amend'

/** Puts an amendment before somebody else, or takes one back that was; neither changes what is carried out. */
export type ProposalCommand =
  | ({
      readonly type: 'propose-amendment'
      /** Who has one before others already; null = nobody. */
      readonly pendingBy: string | null
    } & Pick<AmendCommand, 'policy' | 'params' | 'reason' | 'planHash' | 'failedSince'>)
  | {
      readonly type: 'drop-amendment'
      readonly how: 'rejected' | 'withdrawn'
      readonly reason: string | null
    }

/** Notes that an amendment waits for an approval, or waits no more; the rollout goes on as it is. */
export function propose(
  state: EngineState,
  turn: Turn,
  asked: ProposalCommand,
  now: number,
): Result<Turn, Refusal> {
  if (asked.type === 'drop-amendment') {
    const data = { reason: asked.reason }
    record(state, turn, { type: `rollout.amendment_${asked.how}`, data }, now)
    return ok(turn)
  }
  const stale = whyStale(state.head, asked)
  if (stale) return stale
  if (asked.pendingBy !== null) {
    const message = `An amendment by ${asked.pendingBy} waits for an approval already. Let it be decided, or withdrawn, first.`
    return refuse('conflict', message)
  }
  const drafted = draftAmendment(state, asked.policy, asked.params)
  if (!drafted.ok) return drafted
  const { weakenings } = drafted.value
  const data = { reason: asked.reason, before: state.head.planHash, weakenings }
  record(state, turn, { type: 'rollout.amendment_proposed', data }, now)
  return ok(turn)
}

/**
 * Says why somebody may not approve an amendment; null = they may. The same people are too close to it as to an
 * approval in front of a phase, and whoever has proposed it.
 */
export function whyNotApproveAmendment(
  head: Pick<RolloutHead, 'launchedById' | 'policyAuthorId' | 'lastOverriderId'>,
  proposedById: number,
  userId: number,
): string | null {
  if (userId === proposedById) return 'Who proposed an amendment cannot approve it.'
  if (userId === head.launchedById) return 'Who launched a rollout cannot approve an amendment of it.'
  if (userId === head.policyAuthorId) return 'Who wrote this policy cannot approve amendments of it.'
  if (userId === head.lastOverriderId)
    return 'Who overrode something in this rollout cannot approve an amendment of it.'
  return null
}
