import type { ResolvedGate, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { Gate, GatePlace } from './model'

/**
 * Lists the gates of a policy, all closed and not asked for yet. Ids are readable and stable:
 * `azure.before.0`, `azure.step-1.approval` (in front of step 1, counted from 0), `azure.after.soak`,
 * `azure.after.check-0`.
 *
 * The soak and approval of a ramp step stand behind that step, so in front of the next one; those of the last
 * step stand at the end of the phase, together with the phase's own soak.
 */
export function makeGates(policy: ResolvedPolicy): Gate[] {
  return policy.phases.flatMap((phase, index) => {
    const gates: Gate[] = phase.before.map((spec, n) =>
      makeGate(index, 'before', `${phase.id}.before.${n}`, spec),
    )
    phase.steps.forEach((step, n) => {
      const last = n === phase.steps.length - 1
      const place: GatePlace = last ? 'after' : `step:${n + 1}`
      const prefix = last ? `${phase.id}.after.step` : `${phase.id}.step-${n + 1}`
      if (step.soakMs > 0) {
        gates.push(makeGate(index, place, `${prefix}.soak`, { type: 'soak', soakMs: step.soakMs }))
      }
      if (step.approval) gates.push(makeGate(index, place, `${prefix}.approval`, step.approval))
    })
    if (phase.soakMs > 0) {
      gates.push(makeGate(index, 'after', `${phase.id}.after.soak`, { type: 'soak', soakMs: phase.soakMs }))
    }
    phase.checks.forEach((check, n) => {
      gates.push(makeGate(index, 'after', `${phase.id}.after.check-${n}`, check))
    })
    return gates
  })
}

function makeGate(phase: number, place: GatePlace, id: string, spec: ResolvedGate): Gate {
  return {
    id,
    phase,
    place,
    spec,
    state: 'closed',
    requestedAt: null,
    expiresAt: null,
    decidedAt: null,
    round: 0,
    decisions: [],
    evidence: null,
    override: null,
  }
}
