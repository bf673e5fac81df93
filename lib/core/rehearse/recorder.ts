import type { Gate, Target } from '@/lib/core/rollout/model'
import { type EngineState, inFlightOf, phaseOf, type Turn } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import { windowWords } from '@/lib/core/shared/weekly-window'
import type { Held, PhaseSpan, RunResult } from './types'

/** Watches one run and remembers what a forecast is made of. */
export interface Recorder {
  note(turn: Turn, now: number): void
  /** A freeze holds a target up that could start otherwise. */
  freeze(title: string, until: number, target: Target): void
  result(now: number): RunResult
}

/** Makes the recorder of a run; it reads the state after each decision and never changes it. */
export function createRecorder(state: EngineState): Recorder {
  const spans = state.phases.map((): { -readonly [Key in keyof PhaseSpan]: PhaseSpan[Key] } => ({
    enteredAt: null,
    startedAt: null,
    soakingAt: null,
    finishedAt: null,
  }))
  const peaks = state.phases.map(() => 0)
  const failures = state.phases.map(() => 0)
  const trips = state.phases.map(() => false)
  const held = new Map<
    string,
    { one: Omit<Held, 'phases' | 'targets'>; phases: Set<string>; targets: Set<number> }
  >()
  const windows = new Map<string, number>()
  let tripped = false
  let flying = 0
  let peak = 0

  function note(turn: Turn, now: number): void {
    flying += turn.taken.length - turn.freed.length
    peak = Math.max(peak, flying)
    for (const phase of turn.phases) {
      peaks[phase.index] = Math.max(peaks[phase.index] as number, inFlightOf(phase))
    }
    for (const change of turn.changes) {
      if (change.type === 'target.failed') {
        failures[change.target.phase] = (failures[change.target.phase] as number) + 1
      } else if (change.type === 'budget.exhausted') {
        tripped = true
        if (change.phase) trips[change.phase.index] = true
      } else if (change.type === 'gate.requested' || change.type === 'gate.closed') {
        noteWindow(change.gate)
      } else if ('phase' in change && change.phase) {
        noteSpan(change.type, change.phase.index, now)
      }
    }
  }

  function noteSpan(type: string, index: number, now: number): void {
    const span = spans[index] as (typeof spans)[number]
    if (type === 'phase.waiting') span.enteredAt ??= now
    else if (type === 'phase.started') {
      span.enteredAt ??= now
      span.startedAt ??= now
    } else if (type === 'phase.soaking') span.soakingAt ??= now
    else if (/^phase\.(succeeded|succeeded_with_failures|failed|skipped)$/.test(type)) span.finishedAt = now
  }

  function hold(kind: Held['kind'], what: string, until: number | null, phase: string) {
    const key = `${kind}\0${what}`
    const entry = held.get(key) ?? { one: { kind, what, until }, phases: new Set(), targets: new Set() }
    entry.phases.add(phase)
    held.set(key, entry)
    return entry
  }

  const freeze = (title: string, until: number, target: Target): void => {
    hold('freeze', title, until, phaseOf(state, target.phase).id).targets.add(target.id)
  }

  /** A window that is, or becomes, closed while something of its phase has not begun holds all of that. */
  function noteWindow(gate: Gate): void {
    if (gate.spec.type !== 'window' || gate.state === 'open') return
    const phase = phaseOf(state, gate.phase)
    if (phase.counts.pending === 0) return
    const what = windowWords(gate.spec)
    hold('window', what, gate.expiresAt, phase.id)
    windows.set(what, Math.max(windows.get(what) ?? 0, phase.counts.pending))
  }

  function stopOf(): RunResult['stop'] {
    const { head } = state
    if (head.rollbacks > 0) return { cause: 'rolled_back', detail: null }
    if (head.state === 'aborted' || head.state === 'aborting') return { cause: 'aborted', detail: null }
    if (isFinished(head.state)) return null
    return head.pauseCause
      ? { cause: head.pauseCause, detail: head.pauseDetail }
      : { cause: 'stuck', detail: null }
  }

  function result(now: number): RunResult {
    return {
      state: state.head.state,
      endedAt: isFinished(state.head.state) ? now : null,
      stop: stopOf(),
      peakInFlight: peak,
      failures: state.head.charged,
      tripped,
      phases: spans.map((span, i) => ({
        ...span,
        failures: failures[i] as number,
        peakInFlight: peaks[i] as number,
        tripped: trips[i] as boolean,
      })),
      held: new Map(
        [...held].map(([key, { one, phases, targets }]) => [
          key,
          { ...one, phases: [...phases], targets: windows.get(one.what) ?? targets.size },
        ]),
      ),
    }
  }

  return { note, freeze, result }
}
