import { writtenCount } from '@/lib/core/shared/written-count'
import { afterDone, gatesAt } from './advance'
import { rolloutReason, workerReason } from './conditions'
import { restFirst } from './explain-revert'
import { gateReason } from './gate-reason'
import { freeSlots, phaseBudget, rolloutBudget, stepEnd } from './limits'
import type { Gate, Phase } from './model'
import { type EngineState, inFlightOf, phaseOf } from './state'
import { isFinished } from './states'
import { reason, takenWords, toCome, type WaitReason } from './wait-reason'
import { closedWindows } from './window-gates'

/** What is known beside the summary of a rollout: counts that the database gives without loading targets. */
export interface WaitFacts {
  /** Pending targets per phase that a lease or a freeze holds up, or that a full group of the spread does. */
  readonly held: readonly {
    phase: number
    kind: 'lease' | 'freeze' | 'disruption' | 'spread'
    targets: number
    message: string
    until?: number | null
    unblockedBy?: string
  }[]
  /** Targets per phase that wait for their next attempt or for a start that was put off, and the first moment. */
  readonly retrying: readonly { phase: number; back: boolean; targets: number; until: number | null }[]
  /** Targets per phase that a rollback under way has yet to take back; absent = none. */
  readonly reverts?: readonly { phase: number; targets: number }[]
  /** Pending targets of the present step of phases that have further steps; absent = as far as counts tell. */
  readonly inStep?: readonly { phase: number; targets: number }[]
  readonly workerAlive: boolean
}

/** A reason, with how many targets it concerns; null = the whole rollout. */
export interface RolloutWait extends WaitReason {
  readonly targets: number | null
}

/**
 * Says what a rollout waits for, by the conditions by which the engine decides. Empty only when it is
 * finished: what waits for nothing else waits for what is in flight.
 */
export function waitingFor(state: EngineState, facts: WaitFacts, now: number): RolloutWait[] {
  const { head } = state
  if (isFinished(head.state)) return []
  const list: RolloutWait[] = rolloutReason(head).map((one) => ({ ...one, targets: null }))
  if (!facts.workerAlive && (head.state !== 'draft' || head.startAt !== null))
    list.push({ ...workerReason(), targets: null })
  if (head.rollback !== null) list.push(...revertWaits(state, facts))
  else if (head.state !== 'draft' && head.state !== 'aborting') {
    for (const phase of state.phases) list.push(...phaseWaits(state, phase, facts, now))
  }
  for (const { phase, back, targets, until } of facts.retrying) {
    const { id } = phaseOf(state, phase)
    const at =
      head.state === (back ? 'rolling_back' : 'running')
        ? { phase: id, until }
        : { phase: id, unblockedBy: rolloutReason(head)[0]?.unblockedBy ?? null }
    list.push({ ...toCome(reason('retry', `${count(targets)} for another try.`, at), now), targets })
  }
  const between = facts.retrying.reduce((sum, { targets }) => sum + targets, 0)
  const flying = state.phases.reduce((sum, phase) => sum + inFlightOf(phase), 0) - between
  if (flying > 0) {
    const message = `${count(flying, 'is', 'are')} in flight.`
    list.push({ ...reason('in_flight', message, {}), targets: flying })
  }
  if (list.length === 0) list.push({ ...reason('next', 'About to go on.', {}), targets: null })
  return list
}

function revertWaits(state: EngineState, { reverts = [] }: WaitFacts): RolloutWait[] {
  const first = restFirst(state)
  const waits: RolloutWait[] = first ? [{ ...first, targets: null }] : []
  for (const { phase, targets } of reverts) {
    const { id, title } = phaseOf(state, phase)
    const message = `${count(targets)} to be rolled back in “${title}”.`
    waits.push({ ...reason('revert', message, { phase: id }), targets })
  }
  return waits
}

function phaseWaits(state: EngineState, phase: Phase, facts: WaitFacts, now: number): RolloutWait[] {
  const { pending } = phase.counts
  const asks = (gates: readonly Gate[]): RolloutWait[] =>
    gates
      .filter((gate) => gate.requestedAt !== null && gate.state !== 'open')
      .map((gate) => ({ ...gateReason(gate, phase, now), targets: pending }))
  switch (phase.state) {
    case 'waiting':
      return asks(gatesAt(state, phase, 'before'))
    case 'soaking':
      return asks(gatesAt(state, phase, 'after'))
    case 'running':
      return [
        ...asks(gatesAt(state, phase, `step:${phase.step + 1}`)),
        ...startWaits(state, phase, facts, now),
      ]
    default:
      return []
  }
}

function startWaits(state: EngineState, phase: Phase, facts: WaitFacts, now: number): RolloutWait[] {
  const done = phase.total - phase.counts.pending - inFlightOf(phase)
  // Some beyond the step may be at rest already, skipped or cancelled: counts do not tell where.
  const counted = Math.min(phase.counts.pending, stepEnd(phase) - inFlightOf(phase) - done)
  const waiting = facts.inStep?.find((one) => one.phase === phase.index)?.targets ?? counted
  if (waiting <= 0) return []
  const at = { phase: phase.id }
  if (!afterDone(state, phase)) {
    return [{ ...reason('phase', 'A phase before it was opened again by a retry.', at), targets: waiting }]
  }
  const closed = closedWindows(state, phase)
  if (closed.length > 0) return closed.map((gate) => ({ ...gateReason(gate, phase, now), targets: waiting }))
  const held = facts.held
    .filter((one) => one.phase === phase.index)
    .map(({ kind, message, targets, until = null, unblockedBy = null }) => ({
      ...reason(kind, message, { ...at, until, unblockedBy }),
      targets,
    }))
  if (freeSlots(state, phase) > 0) return held
  const max = phase.resolved?.maxInFlight ?? 0
  const strict = [phaseBudget(phase), rolloutBudget(state.head)].some((budget) => budget?.rules.strict)
  if (strict && inFlightOf(phase) < max) {
    const message = 'The strict failure budget allows no more in flight until something succeeds.'
    return [...held, { ...reason('budget', message, at), targets: waiting }]
  }
  const slots = `${count(waiting)} for a slot: ${takenWords(inFlightOf(phase), max)}.`
  return [...held, { ...reason('slot', slots, at), targets: waiting }]
}

const count = (n: number, one = 'waits', many = 'wait'): string =>
  `${writtenCount(n)} ${n === 1 ? `cluster ${one}` : `clusters ${many}`}`
