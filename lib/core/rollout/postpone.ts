import { passesAt } from './gate-reason'
import { freezeEnders } from './judge'
import type { Gate, Phase } from './model'
import type { EngineState } from './state'
import { firstFree, type KnownFreeze, obstacleAt, type Timetable } from './timetable'
import type { WaitReason } from './wait-reason'

/** Where a reason was found: a target of this phase, whose cluster these freezes concern. */
interface Place {
  readonly state: Pick<EngineState, 'gates'>
  readonly phase: Phase
  readonly freezes?: readonly KnownFreeze[]
}

/**
 * Makes the moment of a reason the one at which the target could start: where a freeze that is only announced holds
 * by then, or a window has closed, it is later than the end of what the reason is about, and the reason says so.
 * The moments of what people decide on are those at which their time is over, and stay.
 */
export function postpone(said: WaitReason, { state, phase, freezes = [] }: Place): WaitReason {
  const { until, message } = said
  if (until === null || !endsByItself(said, state.gates)) return said
  const timetable = { windows: windowsOf(state.gates, phase), freezes }
  const obstacle = obstacleAt(timetable, until)
  if (!obstacle) return said
  const what = obstacle.freeze ? `the freeze “${obstacle.freeze.title}” holds it` : 'its window is closed'
  const then = said.kind === 'window' ? 'When it opens' : 'When that is over'
  const first = firstFree(timetable, until)
  const words = `${message} ${then}, ${what}.`
  if (first !== null) return { ...said, message: words, until: first }
  const unblockedBy = said.unblockedBy ?? (obstacle.freeze ? freezeEnders : 'an admin: override the gate')
  return { ...said, message: words, until: null, unblockedBy }
}

/** Tells whether time alone ends what a reason is about. */
function endsByItself({ kind, gate: id }: WaitReason, gates: readonly Gate[]): boolean {
  if (kind !== 'check') return kind === 'window' || kind === 'soak' || kind === 'freeze'
  return gates.some((gate) => gate.id === id && passesAt(gate) !== null)
}

function windowsOf(gates: readonly Gate[], phase: Phase): Timetable['windows'] {
  return gates.flatMap(({ spec, phase: of, override }) =>
    of === phase.index && spec.type === 'window' && override === null ? [spec] : [],
  )
}
