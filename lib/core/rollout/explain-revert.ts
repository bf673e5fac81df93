import { isWanted } from './course'
import { freeSlots } from './limits'
import type { Phase, Target } from './model'
import { type EngineState, inFlightOf, isDone } from './state'
import { forwardOf } from './turn-back'
import type { Verdict } from './verdict'
import { reason, type WaitReason } from './wait-reason'

/** What is asked about a target that a rollback is to take back. */
export interface RevertQuestion {
  readonly state: EngineState
  readonly phase: Phase
  readonly target: Target
  readonly verdict: Verdict | undefined
}

/** Says why a target that is to be taken back waits; empty = no rollback that is under way wants it. */
export function whyNotReverted({ state, phase, target, verdict }: RevertQuestion): WaitReason[] {
  const { head } = state
  if (!isWanted(head, target)) return []
  const at = { phase: phase.id }
  if (head.state === 'paused') {
    const message = `It is to be rolled back, and the rollback is paused${head.pauseDetail ? `: ${head.pauseDetail}` : ''}.`
    return [reason('paused', message, { unblockedBy: 'an operator: resume it' })]
  }
  const first = restFirst(state)
  if (first) return [first]
  const later = laterPhases(state, phase).filter(({ counts }) => counts.reverting > 0)
  if (later.length > 0) {
    const titles = later.map(({ title }) => `“${title}”`).join(', ')
    return [reason('phase', `It is rolled back after ${titles}, which came later.`, at)]
  }
  if (verdict?.kind === 'wait') {
    return [
      reason(verdict.hindrance.kind, verdict.hindrance.message, { ...at, until: verdict.hindrance.until }),
    ]
  }
  if (freeSlots(state, phase) <= 0) {
    const max = phase.resolved?.maxInFlight ?? 1
    const taken = reason(
      'slot',
      `It is to be rolled back: ${inFlightOf(phase)} of ${max} slots are taken.`,
      at,
    )
    return [taken, ...heldSlots(state, phase)]
  }
  return [reason('revert', 'It is to be rolled back and waits for its turn.', at)]
}

/**
 * Says that all slots of a phase may be taken by targets that a rollback of chosen clusters holds back itself: what
 * waits for another try is not sent before the rollback has ended, and the rollback needs its slot.
 */
export function heldSlots(state: EngineState, phase: Phase): WaitReason[] {
  const { head } = state
  const forward = forwardOf(phase)
  const stuck = head.rollback === 'part' && forward > 0 && phase.counts.reverting === 0
  if (!stuck || freeSlots(state, phase) > 0) return []
  const message = `${forward} in flight in “${phase.title}” ${forward === 1 ? 'takes' : 'take'} its slots; what of them waits for another try is not sent while clusters are rolled back.`
  const unblockedBy = 'an operator: roll back the whole rollout, or abort it'
  return [reason('held', message, { phase: phase.id, unblockedBy })]
}

/** Says that something has to come to rest before anything turns back; null = nothing has to, as far as counts tell. */
export function restFirst({ head, phases }: EngineState): WaitReason | null {
  if (head.rollback !== 'whole') return null
  const flying = phases.reduce((sum, phase) => sum + forwardOf(phase), 0)
  if (flying > 0) {
    return reason('in_flight', `${flying} in flight come to rest before anything is rolled back.`, {})
  }
  if (phases.every(isDone)) return null
  return reason('rolling_back', 'What has not begun is being cancelled first.', {})
}

function laterPhases({ phases }: EngineState, phase: Phase): Phase[] {
  const later = new Set<Phase>()
  const visit = ({ index }: Phase): void => {
    for (const other of phases) {
      if (!other.after.includes(index) || later.has(other)) continue
      later.add(other)
      visit(other)
    }
  }
  visit(phase)
  return [...later]
}
