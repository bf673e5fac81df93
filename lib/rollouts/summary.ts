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
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    planHash: row.planHash,
    lastSeq: Number(row.lastSeq),
  }
}
