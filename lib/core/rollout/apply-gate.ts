import type { Change, GateTurn } from './change'
import type { Handlers } from './handlers'
import type { Evidence, Gate } from './model'
import type { Scene } from './moves'

/** What the changes of a gate do to it. */
export const gateHandlers: Handlers<'gate'> = {
  'gate.requested': ({ turn, now }, { gate, data }) => {
    gate.requestedAt = now
    gate.expiresAt = data.expiresAt
    gate.evidence = null
    turn.gates.add(gate)
  },
  'gate.approved': decided,
  'gate.refused': decided,
  'gate.opened': (scene, { gate, data }) => decide(scene, gate, 'open', data),
  'gate.closed': (scene, { gate, data }) => decide(scene, gate, 'closed', data),
  'gate.overridden': (scene, { gate, data }) => {
    const { state, turn, now } = scene
    decide(scene, gate, 'open', { until: null })
    gate.override = { ...data, at: now }
    state.head.lastOverriderId = data.userId
    turn.head = true
  },
  'gate.observed': known,
  'gate.answered': known,
  'gate.rejected': (scene, { gate }) => decide(scene, gate, 'rejected'),
  'gate.expired': (scene, { gate }) => decide(scene, gate, 'expired'),
  'gate.reset': ({ turn }, { gate }) => {
    gate.state = 'closed'
    gate.requestedAt = null
    gate.expiresAt = null
    gate.decidedAt = null
    gate.round += 1
    gate.evidence = null
    gate.override = null
    turn.gates.add(gate)
  },
}

/** What is known, without whatever else the change carries. */
export const evidenceOf = ({ kind, message, observed, at }: Evidence): Evidence => ({
  kind,
  message,
  observed,
  at,
})

function known(
  { turn }: Scene,
  { gate, data }: Extract<Change, { type: 'gate.observed' | 'gate.answered' }>,
): void {
  gate.evidence = evidenceOf(data)
  turn.gates.add(gate)
}

function decided(
  { turn, now }: Scene,
  { type, gate, data }: Extract<Change, { type: 'gate.approved' | 'gate.refused' }>,
): void {
  const verdict = type === 'gate.approved' ? 'approve' : 'reject'
  const { userId, user, comment } = data
  gate.decisions.push({ userId, user, verdict, comment, round: gate.round, at: now })
  turn.gates.add(gate)
}

function decide({ turn, now }: Scene, gate: Gate, to: Gate['state'], data: GateTurn | null = null): void {
  gate.state = to
  if (data) gate.expiresAt = data.until
  gate.decidedAt = now
  turn.gates.add(gate)
}
