import { windowAt } from '@/lib/core/shared/weekly-window'
import { afterDone, gatesAt, openBefore } from './advance'
import { gateReason } from './gate-reason'
import { resolveLimits, spreadValue, strictSlots } from './limits'
import type { Gate, Phase, Target } from './model'
import { postpone } from './postpone'
import { atRestOf, type EngineState, inFlightOf, isDone, phaseOf } from './state'
import type { KnownFreeze } from './timetable'
import type { Verdict } from './verdict'
import { reason, takenWords, type WaitReason } from './wait-reason'

/** What is asked about: a pending target, what its cluster looks like, and who is in flight beside it. */
export interface Question {
  readonly state: EngineState
  readonly phase: Phase
  readonly target: Target
  /** What a look at the cluster shows now; undefined = nobody has looked. */
  readonly verdict: Verdict | undefined
  /** How many targets of the phase are in flight per value of each spread, and how many may be. */
  readonly spreads: readonly { by: string; value: string; inFlight: number; max: number }[]
  /** Whether something of the phase's present step, or before it, is not at rest; asked where a phase has begun. */
  readonly stepOpen: boolean
  /** Whether a worker lives that could carry it; null = not known. */
  readonly workerAlive: boolean | null
  /** Targets in flight that take no slot from a rollback, where the state does not know them itself. */
  readonly idle?: readonly Pick<Target, 'phase'>[]
  /** Freezes that concern the cluster, those that are only announced as well: they put moments off. */
  readonly freezes?: readonly KnownFreeze[]
  /** The moment of the question. */
  readonly now: number
}

/**
 * Everything that can hold up the start of a pending target, in the order in which one wants to be told. A
 * target for which none holds is started by `depart` at once; the property tests compare the two.
 */
export const startConditions: readonly ((question: Question) => WaitReason[])[] = [
  rolloutRuns,
  phasesBefore,
  gatesBefore,
  windowsOpen,
  stepReached,
  clusterFree,
  budgetStrict,
  slotFree,
  spreadFree,
  workerThere,
]

/** Lists what holds up the start of a pending target; empty = it is about to start. */
export const whyNotStarted = (question: Question): WaitReason[] =>
  startConditions.flatMap((condition) => condition(question)).map((said) => postpone(said, question))

function rolloutRuns({ state: { head } }: Question): WaitReason[] {
  return rolloutReason(head)
}

/** Says why the rollout as a whole starts nothing; empty = it may. */
export function rolloutReason(head: EngineState['head']): WaitReason[] {
  switch (head.state) {
    case 'running':
      return []
    case 'draft':
      return [draftReason(head)]
    case 'paused':
      return [
        reason('paused', pauseWords(head), {
          unblockedBy:
            head.pauseCause === 'stop_the_line' ? 'an operator: release the line' : 'an operator: resume it',
        }),
      ]
    case 'rolling_back':
      return [reason('rolling_back', 'The rollout is being rolled back: nothing new starts.', {})]
    case 'aborting':
      return [reason('aborting', 'The rollout is being aborted: what is in flight comes to rest.', {})]
    default:
      return [
        reason('finished', `The rollout is ${head.state.replaceAll('_', ' ')}.`, {
          unblockedBy: 'an operator: retry',
        }),
      ]
  }
}

function draftReason({ startAt }: EngineState['head']): WaitReason {
  if (startAt === null) {
    return reason('draft', 'The rollout has not been started.', { unblockedBy: 'an operator: start it' })
  }
  const who = 'an operator: start it now'
  return reason('scheduled', 'Starts by itself at its time.', { until: startAt, unblockedBy: who })
}

function pauseWords({ pauseCause, pauseDetail }: EngineState['head']): string {
  const causes = {
    manual: 'Paused by a person',
    budget: 'Paused by a failure budget',
    guard: 'Paused by a guard',
    gate_rejected: 'Paused because a gate was refused',
    gate_expired: 'Paused because a gate expired',
    stop_the_line: 'Paused with all others',
  } as const
  return `${pauseCause ? causes[pauseCause] : 'Paused'}${pauseDetail ? `: ${pauseDetail}` : ''}.`
}

function phasesBefore({ state, phase }: Question): WaitReason[] {
  return [...openBefore(state, phase)]
    .filter((before) => !endsByItself(state, before))
    .map((before) => reason('phase', `Phase “${before.title}” has to be done first.`, { phase: before.id }))
}

/** Tells whether a phase in which nothing is left to do, and nobody is asked, is over as soon as the rollout goes on. */
function endsByItself(state: EngineState, phase: Phase): boolean {
  if (phase.state !== 'pending' && phase.state !== 'waiting') return isDone(phase) && afterDone(state, phase)
  if (atRestOf(phase) < phase.total) return false
  const asked = gatesAt(state, phase, 'before').filter(({ spec }) => 'always' in spec && spec.always)
  return (
    asked.every((gate) => gate.state === 'open') &&
    phase.after.every((index) => endsByItself(state, phaseOf(state, index)))
  )
}

function gatesBefore({ state, phase, now }: Question): WaitReason[] {
  if (phase.state !== 'pending' && phase.state !== 'waiting') return []
  const gates = gatesAt(state, phase, 'before').filter((gate) => !isOpen(gate, now))
  if (gates.length === 0 && afterDone(state, phase) && state.head.state === 'running') {
    return [reason('phase', 'The phase is about to start.', { phase: phase.id })]
  }
  return gates.map((gate) => gateReason(gate, phase, now))
}

/**
 * Windows go by the clock, not by what was written of them: one that does not ask yet is not watched, and neither is
 * any while the rollout is paused.
 */
function isOpen({ spec, state, override }: Gate, now: number): boolean {
  if (spec.type !== 'window' || override !== null) return state === 'open'
  return windowAt(spec, now).open
}

/** A phase that has begun starts the rest in its windows only. */
function windowsOpen({ state, phase, now }: Question): WaitReason[] {
  if (phase.state !== 'running') return []
  return state.gates
    .filter((gate) => gate.phase === phase.index && gate.spec.type === 'window' && !isOpen(gate, now))
    .map((gate) => gateReason(gate, phase, now))
}

/** Ramp steps of a phase that has not begun are those that it will begin with. */
function stepReached({ state, phase, target, stepOpen, now }: Question): WaitReason[] {
  const steps = (phase.resolved ?? resolveLimits(phase)).steps
  const end = steps[phase.step] ?? phase.total
  if (target.position < end) return []
  // Once all of the present step is at rest, only its gates (or a pause) hold up the next one.
  const over = phase.resolved !== null && !stepOpen
  const gates = over ? gatesAt(state, phase, `step:${phase.step + 1}`) : []
  const words = gates.filter((gate) => gate.state !== 'open').map((gate) => gateReason(gate, phase, now))
  const reached = over ? (steps[phase.step + 1] ?? phase.total) : end
  if (target.position < reached) return words
  const which = phase.resolved === null ? 'first' : over ? 'next' : 'present'
  const message = `The phase goes up to cluster ${reached} in its ${which} step; this is number ${target.position + 1}.`
  return [...words, reason('step', message, { phase: phase.id })]
}

/** Says what holds a cluster, all of it, as a look has shown. */
export function clusterFree({ verdict, phase }: Pick<Question, 'verdict' | 'phase'>): WaitReason[] {
  if (verdict?.kind !== 'wait') return []
  const { hindrance, besides = [] } = verdict
  return [hindrance, ...besides].map(({ kind, message, until, unblockedBy = null }) =>
    reason(kind, message, { phase: phase.id, until, unblockedBy }),
  )
}

function budgetStrict({ state, phase }: Question): WaitReason[] {
  if (strictSlots(state, phase) > 0) return []
  return [
    reason('budget', 'The strict failure budget allows no more in flight until something succeeds.', {
      phase: phase.id,
    }),
  ]
}

function slotFree({ phase }: Question): WaitReason[] {
  const max = phase.resolved?.maxInFlight
  const flying = inFlightOf(phase)
  if (phase.state !== 'running' || max === undefined || flying < max) return []
  return [reason('slot', `${takenWords(flying, max, ' slots of the phase')}.`, { phase: phase.id })]
}

function spreadFree({ phase, spreads }: Question): WaitReason[] {
  if (phase.state !== 'running') return []
  return spreads
    .filter(({ inFlight, max }) => inFlight >= max)
    .map(({ by, value, inFlight, max }) =>
      reason('spread', `${inFlight} of ${max} places in ${by} ${value || '(none)'} are taken.`, {
        phase: phase.id,
      }),
    )
}

function workerThere({ workerAlive }: Question): WaitReason[] {
  return workerAlive === false ? [workerReason()] : []
}

/** Says that nobody is there to do anything. */
export const workerReason = (): WaitReason =>
  reason('worker', 'No worker is alive.', { unblockedBy: 'whoever runs Cluster Upgrader: start a worker' })

/** Reads the value and the name of each spread of a target's phase. */
export const spreadsOf = (phase: Phase, target: Target): { by: string; value: string }[] =>
  phase.rules.spread.map(({ by }) => ({ by, value: spreadValue(target.facts, by) }))
