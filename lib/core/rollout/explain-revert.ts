import { clusterFree } from './conditions'
import { isWanted } from './course'
import { idleTargets } from './idle'
import { freeSlotsBack } from './limits'
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
  /** Targets in flight that take no slot meanwhile, where the state does not know them itself, see `idleTargets`. */
  readonly idle?: readonly Pick<Target, 'phase'>[]
}

/** Says why a target that is to be taken back waits; empty = no rollback that is under way wants it. */
export function whyNotReverted(question: RevertQuestion): WaitReason[] {
  const { state, phase, target, verdict } = question
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
  const held = clusterFree({ verdict, phase })
  if (held.length > 0) return held
  const idle = state.run ? idleTargets(state.run) : (question.idle ?? [])
  if (freeSlotsBack(state, phase, idle) <= 0) {
    const max = phase.resolved?.maxInFlight ?? 1
    const taken = inFlightOf(phase) - idle.filter((one) => one.phase === phase.index).length
    return [reason('slot', `It is to be rolled back: ${taken} of ${max} slots are taken.`, at)]
  }
  return [reason('revert', 'It is to be rolled back and waits for its turn.', at)]
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
