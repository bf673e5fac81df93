import { heldStyle, retryingStyle, type StateStyle, targetStyle } from '@/lib/client/state-style'
import type { GateDto, PhaseDto, RolloutDto } from '@/lib/rollouts/dto'
import { codeCount, isRetryingCode, stateOfCode } from '@/lib/stream/cell'

/** A gate that somebody or something has to open before anything goes on. */
export const isAsking = (gate: GateDto): boolean => gate.state === 'closed' && gate.requestedAt !== null

/** Tells whether the pending targets of a phase are held back, rather than only not reached or in a queue. */
export function isHeld(phase: PhaseDto, rollout: RolloutDto): boolean {
  if (phase.state === 'waiting' || phase.gates.some(isAsking)) return true
  return rollout.state === 'paused' && phase.state === 'running'
}

const styles = Array.from({ length: codeCount }, (_, code): StateStyle => {
  return isRetryingCode(code) ? retryingStyle : targetStyle[stateOfCode(code)]
})
const pendingCode = 0

/** How a target with this code looks, where its phase is held or not. */
export function styleOfCode(code: number, held: boolean): StateStyle {
  if (held && code === pendingCode) return heldStyle
  return styles[code] ?? targetStyle.pending
}
