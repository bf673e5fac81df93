import { type TargetState, targetStates } from '@/lib/core/rollout/states'
import type { Prisma } from '@/lib/server/generated/prisma/client'
import type { RolloutSummaryDto, TargetCounts } from './dto'

/** What a summary is read from, in one query. */
export const summaryInclude = {
  operationRevision: { select: { number: true, operation: { select: { name: true } } } },
  policyRevision: { select: { number: true, policy: { select: { name: true } } } },
  launchedBy: { select: { username: true } },
  phases: { orderBy: { index: 'asc' } },
} as const satisfies Prisma.RolloutInclude

export type SummaryRow = Prisma.RolloutGetPayload<{ include: typeof summaryInclude }>

/** The column of `phase` that counts the targets in a state. */
const countColumns = {
  pending: 'pending',
  applying: 'applying',
  verifying: 'verifying',
  succeeded: 'succeeded',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  reverting: 'reverting',
  reverted: 'reverted',
  revert_failed: 'revertFailed',
} as const satisfies Record<TargetState, keyof SummaryRow['phases'][number]>

/** Gives the counts of a phase by state. */
export function phaseCounts(phase: SummaryRow['phases'][number]): TargetCounts {
  return Object.fromEntries(targetStates.map((state) => [state, phase[countColumns[state]]])) as TargetCounts
}

/** Adds up counts by state. */
export function sumCounts(counts: readonly TargetCounts[]): TargetCounts {
  return Object.fromEntries(
    targetStates.map((state) => [state, counts.reduce((sum, one) => sum + one[state], 0)]),
  ) as TargetCounts
}

/** Shows a rollout in a list. */
export function rolloutSummary(row: SummaryRow): RolloutSummaryDto {
  return {
    id: String(row.id),
    title: row.title,
    reason: row.reason,
    state: row.state,
    pauseCause: row.pauseCause,
    pauseDetail: row.pauseDetail,
    operation: row.operationRevision.operation.name,
    operationRevision: row.operationRevision.number,
    policy: row.policyRevision?.policy.name ?? null,
    policyRevision: row.policyRevision?.number ?? null,
    launchedBy: row.launchedBy.username,
    total: row.phases.reduce((sum, phase) => sum + phase.total, 0),
    counts: sumCounts(row.phases.map(phaseCounts)),
    createdAt: row.createdAt.toISOString(),
    startAt: row.startAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    planHash: row.planHash,
    lastSeq: Number(row.lastSeq),
  }
}

/** The head of one rollout as SQL reads it, beside its core objects. */
export interface HeadRow {
  id: number
  title: string
  reason: string | null
  operation: string
  operation_revision: number
  policy: string | null
  policy_revision: number | null
  launched_by: string
  plan_hash: string
  last_seq: number
  params: Record<string, unknown>
  select: string
  exclude: string | null
  warnings: { message: string }[]
  excluded_count: number
  state: RolloutSummaryDto['state']
  pause_cause: RolloutSummaryDto['pauseCause']
  pause_detail: string | null
  created_at: Date
  start_at: Date | null
  started_at: Date | null
  finished_at: Date | null
}

/** The columns of a `HeadRow`, over `headTables`. */
export const headColumns = `r.id, r.title, r.reason, o.name AS operation, orev.number AS operation_revision,
  p.name AS policy, prev.number AS policy_revision, u.username AS launched_by, r.plan_hash, r.last_seq, r.params,
  r."select", r.exclude, r.warnings, jsonb_array_length(r.excluded) AS excluded_count, r.state, r.pause_cause,
  r.pause_detail, r.created_at, r.start_at, r.started_at, r.finished_at`

export const headTables = `rollout r
  JOIN operation_revision orev ON orev.id = r.operation_revision_id JOIN operation o ON o.id = orev.operation_id
  LEFT JOIN policy_revision prev ON prev.id = r.policy_revision_id LEFT JOIN policy p ON p.id = prev.policy_id
  JOIN app_user u ON u.id = r.launched_by_id`

/** The same summary from SQL rows and loaded phases. */
export function headSummary(
  row: HeadRow,
  phases: readonly { total: number; counts: Readonly<TargetCounts> }[],
): RolloutSummaryDto {
  return {
    id: String(row.id),
    title: row.title,
    reason: row.reason,
    state: row.state,
    pauseCause: row.pause_cause,
    pauseDetail: row.pause_detail,
    operation: row.operation,
    operationRevision: row.operation_revision,
    policy: row.policy,
    policyRevision: row.policy_revision,
    launchedBy: row.launched_by,
    total: phases.reduce((sum, phase) => sum + phase.total, 0),
    counts: sumCounts(phases.map(({ counts }) => counts)),
    createdAt: row.created_at.toISOString(),
    startAt: row.start_at?.toISOString() ?? null,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    planHash: row.plan_hash,
    lastSeq: row.last_seq,
  }
}
