import type pg from 'pg'
import { loadEvidence } from '@/lib/approvals/load-evidence'
import { can, type RoleBinding } from '@/lib/core/access/permissions'
import { draftAmendment } from '@/lib/core/rollout/amend/amend'
import { whyNotAmendable } from '@/lib/core/rollout/amend/plan-amendment'
import { whyNotApproveAmendment } from '@/lib/core/rollout/amend/propose'
import { commandState } from '@/lib/core/rollout/load'
import type { RolloutHead } from '@/lib/core/rollout/model'
import type { JsonObject } from '@/lib/core/shared/json'
import { type Sql, transaction } from '@/lib/server/sql'
import { policySource, readAmendedPolicy } from './amended-policy'
import { effectDto, policyChanges } from './amendment-dto'
import type { AmendmentDetailDto, AmendmentDto, AmendmentEffectDto, CarriedPolicyDto } from './dto'
import { type LoadedRollout, loadRollout } from './load'
import { draftOf } from './load-amendable'
import { type AmendmentRow, loadAmendment, loadAmendments } from './load-amendments'
import { rolloutIdOf } from './rollout-id'

interface Viewer {
  readonly userId: number
  readonly bindings: readonly RoleBinding[]
}

/** Gives the policy that a rollout carries out, as YAML, with what an amendment of it has to say it has seen. */
export function readCarriedPolicy({ pool }: { pool: pg.Pool }, rollout: string): Promise<CarriedPolicyDto> {
  return looking(pool, rollout, 'none', async (_, { head, phases, standing }) => ({
    source: policySource(head.rules.policy),
    planHash: head.planHash,
    lastSeq: standing.lastSeq,
    whyNot: whyNotAmendable(head, phases),
  }))
}

/** Says what an amendment would do at this moment, without doing it. */
export function previewAmendment(
  { pool }: { pool: pg.Pool },
  { rollout, policy: written }: { rollout: string; policy: string | Record<string, unknown> },
): Promise<AmendmentEffectDto> {
  return looking(pool, rollout, 'all', async (tx, loaded) => {
    const { head, phases } = loaded
    const policy = await readAmendedPolicy(tx, head.id, head.rules.policy, written)
    return effectDto({ policy: head.rules.policy, phases }, draftOf(loaded, policy, written))
  })
}

/** Lists the amendments of a rollout, newest first. */
export function listAmendments({ pool }: { pool: pg.Pool }, rollout: string): Promise<AmendmentDto[]> {
  return looking(pool, rollout, 'none', async (tx, { head }) =>
    (await loadAmendments(tx, head.id)).map(amendmentDto),
  )
}

/** Shows one amendment, with what it would do now, and whether whoever asks may decide on it. */
export function readAmendment(
  { pool }: { pool: pg.Pool },
  { rollout, amendment, viewer }: { rollout: string; amendment: string; viewer: Viewer },
): Promise<AmendmentDetailDto> {
  return looking(pool, rollout, 'all', async (tx, loaded) => {
    const { head, phases, params, standing } = loaded
    const row = await loadAmendment(tx, head.id, amendment)
    const waits = row.state === 'proposed'
    const draft = waits ? draftAmendment(commandState(loaded), row.policy, params as JsonObject) : null
    const overtaken = waits && row.basePlanHash !== head.planHash
    const whyNot = overtaken
      ? 'The plan has been amended since this was proposed. Withdraw or reject it; then it can be proposed anew.'
      : draft && !draft.ok
        ? draft.error.message
        : null
    return {
      ...amendmentDto(row),
      source: policySource(row.policy),
      effect: draft?.ok && !overtaken ? effectDto({ policy: head.rules.policy, phases }, draft.value) : null,
      whyNot,
      ...rights(head, row, viewer, overtaken),
      others: waits ? await othersOf(tx, head, row, viewer.userId) : [],
      evidence: await loadEvidence(tx, head.id, null),
      lastSeq: standing.lastSeq,
    }
  })
}

function rights(head: RolloutHead, row: AmendmentRow, { userId, bindings }: Viewer, overtaken: boolean) {
  const decide = can(bindings, 'gate:decide')
  const control = can(bindings, 'rollout:control')
  const own = userId === row.proposedById
  return {
    whyNotApprove: decide.allowed ? whyNotApproveAmendment(head, row.proposedById, userId) : decide.reason,
    whyNotReject: decide.allowed ? null : decide.reason,
    whyNotWithdraw: !control.allowed
      ? control.reason
      : own || overtaken
        ? null
        : `Only ${row.proposedBy} can withdraw it.`,
  }
}

async function othersOf(tx: Sql, head: RolloutHead, row: AmendmentRow, viewer: number): Promise<string[]> {
  const people = await tx.query<{ id: number; username: string }>(
    `SELECT DISTINCT u.id, u.username FROM app_user u JOIN user_role r ON r.user_id = u.id
     WHERE u.disabled_at IS NULL AND r."select" IS NULL AND r.role IN ('approver', 'admin') AND u.id <> $1
     ORDER BY u.username LIMIT 50`,
    [viewer],
  )
  return people
    .filter(({ id }) => whyNotApproveAmendment(head, row.proposedById, id) === null)
    .map(({ username }) => username)
}

function amendmentDto(row: AmendmentRow): AmendmentDto {
  return {
    id: String(row.id),
    state: row.state,
    reason: row.reason,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    comment: row.comment,
    basePlanHash: row.basePlanHash,
    planHash: row.planHash,
    weakenings: row.weakenings,
    changes: policyChanges(row.before, row.policy),
  }
}

function looking<T>(
  pool: pg.Pool,
  rollout: string,
  targets: 'none' | 'all',
  look: (tx: Sql, loaded: LoadedRollout) => Promise<T>,
): Promise<T> {
  return transaction(
    pool,
    async (tx) => look(tx, await loadRollout(tx, rolloutIdOf(rollout), { lock: false, targets })),
    { readOnly: true },
  )
}
