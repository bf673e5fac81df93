import type { PlanPhase, PlanWarning } from '@/lib/core/plan/types'
import type { PlanDto, PlanNoteDto, PlanPhaseDto } from './dto'
import { gateWords } from './gate-words'
import type { PreparedPlan } from './prepare-plan'

/** Shows a plan as the API does. */
export function planDto({ plan, operation, policy }: PreparedPlan): PlanDto {
  return {
    hash: plan.hash,
    operation: { name: operation.name, revision: operation.revision },
    policy: { name: policy.stored?.name ?? null, revision: policy.stored?.revision ?? null },
    select: plan.select,
    counts: { ...plan.counts },
    phases: plan.phases.map(phaseDto),
    excluded: plan.excluded.map(({ cluster, reason, detail }) => ({ cluster, reason, detail })),
    warnings: plan.warnings.map(noteDto),
    blockers: plan.blockers.map(noteDto),
  }
}

const phaseDto = ({
  id,
  title,
  after,
  targets,
  counts,
  numbers,
  coverage,
  rules,
}: PlanPhase): PlanPhaseDto => ({
  id,
  title,
  after: [...after],
  count: targets.length,
  targets: targets.map(({ cluster, position }) => ({ cluster, position })),
  matched: counts.matched,
  takenByEarlier: counts.takenByEarlier,
  leftOver: counts.leftOver,
  maxInFlight: numbers.maxInFlight,
  steps: [...numbers.steps],
  failureBudget: numbers.failureBudget,
  coverage: coverage?.map(({ singles, pairs }) => ({ singles: { ...singles }, pairs: { ...pairs } })) ?? null,
  gates: gateWords(rules),
})

const noteDto = ({ code, phase, message }: PlanWarning): PlanNoteDto => ({ code, phase, message })
