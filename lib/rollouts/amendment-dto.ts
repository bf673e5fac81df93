import { exportDocument } from '@/lib/core/document/export'
import { policyDifference } from '@/lib/core/policy/difference'
import { documentOf } from '@/lib/core/policy/document-of'
import { type Lane, readLane } from '@/lib/core/policy/lane'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { DraftAmendment } from '@/lib/core/rollout/amend/amend'
import { resolveLimits } from '@/lib/core/rollout/limits'
import type { Phase } from '@/lib/core/rollout/model'
import { isDone } from '@/lib/core/rollout/state'
import { gateWords } from '@/lib/plans/gate-words'
import type { AmendedPhaseDto, AmendmentEffectDto, PolicyChangeDto } from './dto'

/** Says what an amendment would do to a rollout that stands as the given phases do. */
export function effectDto(
  present: { readonly policy: ResolvedPolicy; readonly phases: readonly Phase[] },
  { amendment, weakenings }: DraftAmendment,
): AmendmentEffectDto {
  const before = new Map(present.phases.map((phase) => [phase.id, phase]))
  const after = new Set(amendment.phases.map(({ id }) => id))
  const gone = present.phases.filter(({ id }) => !after.has(id))
  return {
    planHash: amendment.planHash,
    weakenings: [...weakenings],
    changes: policyChanges(present.policy, amendment.policy),
    moved: amendment.relocated,
    phases: [
      ...amendment.phases.map((phase) => phaseDto(phase.id, before.get(phase.id) ?? null, phase)),
      ...gone.map((phase) => phaseDto(phase.id, phase, null)),
    ],
  }
}

function phaseDto(id: string, before: Phase | null, after: Phase | null): AmendedPhaseDto {
  const phase = (after ?? before) as Phase
  const state = isDone(phase) ? 'over' : phase.resolved ? 'begun' : 'ahead'
  return { id, title: phase.title, state, before: sideOf(before), after: sideOf(after) }
}

function sideOf(phase: Phase | null): AmendedPhaseDto['before'] {
  if (!phase) return null
  const { maxInFlight, budget, steps } = phase.resolved ?? resolveLimits(phase)
  return {
    clusters: phase.total,
    maxInFlight,
    failureBudget: budget,
    steps: [...steps],
    gates: gateWords(phase.rules),
  }
}

/** Lists in words what one policy means otherwise than another. */
export const policyChanges = (before: ResolvedPolicy, after: ResolvedPolicy): PolicyChangeDto[] =>
  policyDifference(laneOf(before), laneOf(after)).map((change) => ({ ...change }))

function laneOf(policy: ResolvedPolicy): Lane {
  const lane = readLane(exportDocument(documentOf(policy)))
  if (!lane) throw new Error('a policy that a rollout carries cannot be read')
  return lane
}
