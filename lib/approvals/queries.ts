import type { Actor } from '@/lib/server/actor'
import { found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import type { ApprovalDto, InboxItemDto } from './dto'
import { whyNotDecide } from './eligibility'
import { listWaitingAmendments } from './list-amendments'
import { type ApprovalRow, loadApproval, loadWaitingApprovals, stakeRange } from './load-approvals'
import { loadEvidence, loadOthers, loadStake } from './load-evidence'
import { questionOf } from './question'

type Viewer = Extract<Actor, { kind: 'user' | 'token' }>

/** Lists all approvals that wait, soonest to expire first, each with whether the viewer may decide it. */
export async function listInbox(sql: Sql, viewer: Viewer): Promise<InboxItemDto[]> {
  const rows = await loadWaitingApprovals(sql)
  return [...rows.map((row) => toItem(row, viewer)), ...(await listWaitingAmendments(sql, viewer))]
}

/** Reads one approval with its evidence and what it puts at stake; refuses with `not_found`. */
export async function getApproval(
  sql: Sql,
  rollout: string,
  gate: string,
  viewer: Viewer,
): Promise<ApprovalDto> {
  const id = /^\d{1,9}$/.test(rollout) ? Number(rollout) : 0
  const row = found(await loadApproval(sql, id, gate), 'approval', `${rollout}/${gate}`)
  const [stake, evidence, others] = await Promise.all([
    loadStake(sql, row),
    loadEvidence(sql, row.rollout, row.gate),
    loadOthers(sql, row, viewer.userId),
  ])
  return {
    ...toItem(row, viewer),
    state: row.state,
    rolloutState: row.rolloutState,
    reason: row.reason,
    params: row.params,
    policy: row.policyName,
    policyRevision: row.policyRevision,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decisions: row.decisions.map(({ user, verdict, comment, at }) => ({ user, verdict, comment, at })),
    others,
    stake,
    evidence,
    planHash: row.planHash,
    lastSeq: Number(row.lastSeq),
  }
}

function toItem(row: ApprovalRow, viewer: Viewer): InboxItemDto {
  const ofRound = row.decisions.filter(({ round }) => round === row.round)
  const decidedBy = ofRound.map(({ userId }) => userId)
  const whyNot = whyNotDecide(viewer, row, decidedBy, 'approve')
  const [from, to] = stakeRange(row)
  const waits = row.state === 'closed' && row.requestedAt !== null
  return {
    rollout: String(row.rollout),
    gate: row.gate,
    amendment: null,
    rolloutTitle: row.title,
    question: questionOf(row.policy, row, to - from),
    operation: row.operation.title,
    launchedBy: row.launchedBy,
    requestedAt: (row.requestedAt ?? new Date(0)).toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    approved: ofRound.filter(({ verdict }) => verdict === 'approve').length,
    needed: row.spec.count,
    myRole: viewer.bindings.some(({ role, select }) => role === row.spec.role && select === null),
    mine: waits && whyNot === null,
    whyNot,
    whyNotReject: whyNotDecide(viewer, row, decidedBy, 'reject'),
  }
}
