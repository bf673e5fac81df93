import type { ResolvedOperation } from '@/lib/core/operation/types'
import { whyIrreversible } from '@/lib/core/rollout/course'
import type { PlannedFacts } from '@/lib/core/rollout/model'
import type { Target } from '@/lib/server/generated/prisma/client'
import type { TargetDto } from './dto'

/** Shows a target's row; `phase` is the id of its phase, the operation the frozen one of its rollout. */
export function targetDto(row: Target, phase: string, operation: ResolvedOperation): TargetDto {
  const facts = row.facts as unknown as PlannedFacts
  const irreversible = whyIrreversible(operation, row)
  return {
    cluster: row.cluster,
    phase,
    position: row.position,
    state: row.state,
    reason: row.reason,
    message: row.message,
    step: row.step,
    attempt: row.attempts,
    progress: row.progress,
    provider: facts.provider,
    region: facts.region,
    tier: facts.tier,
    version: facts.version,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    retryAt: row.retryAt?.toISOString() ?? null,
    reversible: irreversible === null,
    irreversible,
  }
}
