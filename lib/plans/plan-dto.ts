import type { PlanPhase, PlanWarning } from '@/lib/core/plan/types'
import { windowWords } from '@/lib/core/shared/weekly-window'
import { openingsDto } from '@/lib/rollouts/openings-dto'
import type { PlanDto, PlanNoteDto, PlanPhaseDto } from './dto'
import { gateWords } from './gate-words'
import type { PreparedPlan } from './prepare-plan'

/** Shows a plan as the API does. */
export function planDto({ plan, operation, policy }: PreparedPlan, now: Date): PlanDto {
  return {
    hash: plan.hash,
    operation: { name: operation.name, revision: operation.revision },
    policy: { name: policy.stored?.name ?? null, revision: policy.stored?.revision ?? null },
    select: plan.select,
    counts: { ...plan.counts },
    phases: plan.phases.map((phase) => phaseDto(phase, now.getTime())),
    excluded: plan.excluded.map(({ cluster, reason, detail }) => ({ cluster, reason, detail })),
    warnings: plan.warnings.map(noteDto),
    wayBack: {
      possible: plan.operation.revert !== null,
      irreversibleAfter: plan.operation.irreversibleAfter,
    },
    blockers: plan.blockers.map(noteDto),
  }
}

const phaseDto = (
  { id, title, after, targets, counts, numbers, coverage, rules }: PlanPhase,
  now: number,
): PlanPhaseDto => ({
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
  windows: rules.before.flatMap((gate) =>
    gate.type === 'window' ? [{ title: windowWords(gate), openings: openingsDto(gate, now) }] : [],
  ),
})

const noteDto = ({ code, phase, message }: PlanWarning): PlanNoteDto => ({ code, phase, message })
