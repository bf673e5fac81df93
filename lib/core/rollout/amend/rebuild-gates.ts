import type { ResolvedGate, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { makeGates } from '../make-gates'
import type { Gate, Guard, Phase } from '../model'
import { isDone } from '../state'
import { hasBegun, same } from './begun'

/** Gates of an amended policy, and which of them have to ask anew. */
export interface RebuiltGates {
  readonly gates: Gate[]
  readonly resets: string[]
}

/**
 * Makes the gates of an amended policy. What was opened in front of what has begun stays as it is. A gate that
 * still stands before something keeps its clock or its evidence where its rules are the same; but whoever approved
 * or overrode, approved another plan, so that counts no more.
 */
export function rebuildGates(
  old: readonly Gate[],
  phases: readonly Phase[],
  policy: ResolvedPolicy,
): RebuiltGates {
  const byId = new Map(old.map((gate) => [gate.id, gate]))
  const resets: string[] = []
  const gates = makeGates(policy).map((fresh): Gate => {
    const before = byId.get(fresh.id)
    const phase = phases[fresh.phase] as Phase
    if (!before) return fresh
    const gate: Gate = { ...before, phase: fresh.phase, place: fresh.place, spec: fresh.spec }
    if (isPassed(phase, before, fresh)) return isLeftAsking(phase, gate) ? unasked(gate) : gate
    const kept = same(before.spec, gate.spec)
    if (!kept && stretch(before, gate, phase)) return gate
    if (before.requestedAt === null) return gate
    const isDecided = asksSomebody(gate.spec) || gate.override !== null
    const waits = hasBegun(phase) || phase.state === 'waiting'
    if (!kept || isDecided || !waits) resets.push(gate.id)
    return gate
  })
  return { gates, resets }
}

/** Tells whether a gate is history: what it stood in front of has begun. Windows count on for later starts. */
function isPassed(phase: Phase, before: Gate, { place, spec }: Gate): boolean {
  if (isDone(phase)) return true
  if (place === 'before') return hasBegun(phase) && !isWindow(spec) && !isWindow(before.spec)
  if (place === 'after') return false
  return hasBegun(phase) && Number(place.slice('step:'.length)) <= phase.step
}

/** Tells whether a gate was asking in front of a step that the phase is past under its new steps. */
const isLeftAsking = (phase: Phase, { place, state }: Gate): boolean =>
  !isDone(phase) && place.startsWith('step:') && state !== 'open'

/** Nothing stands behind it any more: it asks nobody, and when its time is over nothing has to pause. */
const unasked = (gate: Gate): Gate => ({
  ...gate,
  state: 'closed',
  requestedAt: null,
  expiresAt: null,
  decidedAt: null,
})

/** What is opened by who has looked at the plan: people, or a system outside. */
const asksSomebody = ({ type }: ResolvedGate): boolean => type === 'approval' || type === 'webhook'

const isWindow = ({ type }: ResolvedGate): boolean => type === 'window'

/** A soak that is under way and is to last longer, or shorter, counts from when it began. */
function stretch(before: Gate, gate: Gate, phase: Phase): boolean {
  const { spec } = gate
  if (before.spec.type !== 'soak' || spec.type !== 'soak' || before.requestedAt === null) return false
  if (!hasBegun(phase) && phase.state !== 'waiting') return false
  if (before.override !== null) return false
  gate.state = 'closed'
  gate.decidedAt = null
  gate.expiresAt = before.requestedAt + spec.soakMs
  return true
}

/** Makes the guards: one whose rules are the same keeps what is known of it. */
export function rebuildGuards(old: readonly Guard[], { guards }: ResolvedPolicy): Guard[] {
  return guards.map((spec, index) => {
    const before = old.find((guard) => same(guard.spec, spec))
    return {
      index,
      spec,
      evidence: before?.evidence ?? null,
      failingSince: before?.failingSince ?? null,
    }
  })
}
