import type { Flight } from './flight'
import { createFlight, createTimers } from './flight'
import { Lane } from './lane'
import type { Gate, Guard, Phase, RolloutHead, Target } from './model'
import { Places } from './places'
import { Reverts } from './reverts'
import type { EngineState, Runtime } from './state'
import { isInFlight } from './states'
import { Comparisons } from './watch-memory'

/** The rows of a rollout, as core objects. */
export interface Loaded {
  readonly head: RolloutHead
  readonly phases: readonly Phase[]
  readonly gates: readonly Gate[]
  readonly guards: readonly Guard[]
  /** Of all phases, in order of phase and position. */
  readonly targets: readonly Target[]
}

/** Makes the state that a command works on: named targets only, and no memory of who is next. */
export const commandState = (loaded: Loaded): EngineState => ({ ...rowsOf(loaded), run: null })

/**
 * Makes the state that a ticker works on, with everything it keeps in mind derived from the rows.
 * @param before memory of an older load in this process: what is with a driver right now stays with it.
 */
export function tickerState(
  loaded: Loaded,
  before?: Pick<Runtime, 'watches' | 'comparisons' | 'places'> & {
    readonly flights: ReadonlyMap<number, Flight>
  },
): EngineState & { readonly run: Runtime } {
  const { head, phases, targets } = loaded
  const lists: Target[][] = phases.map(() => [])
  const flights = new Map<number, Flight>()
  for (const target of targets) {
    lists[target.phase]?.push(target)
    if (isInFlight(target.state)) flights.set(target.id, remember(target, before?.flights.get(target.id)))
  }
  const lanes = phases.map((phase, index) => new Lane(phase, lists[index] ?? []))
  const run = {
    lanes,
    flights,
    timers: createTimers(),
    reverts: new Reverts(head, lanes),
    places: new Places(before?.places),
    watches: before?.watches ?? new Map(),
    comparisons: before?.comparisons ?? new Comparisons(),
  }
  return { ...rowsOf(loaded), run }
}

/** The rows in lists of their own, so that a change of the state leaves what was loaded as it was. */
const rowsOf = ({ head, phases, gates, guards, targets }: Loaded): Omit<EngineState, 'run'> => ({
  head,
  phases: [...phases],
  gates: [...gates],
  guards: [...guards],
  targets: new Map(targets.map((target) => [target.id, target])),
})

function remember(target: Target, before: Flight | undefined): Flight {
  // Whoever has opened the attempt may have sent its start.
  const flight = createFlight(target, { doubtful: target.attemptAt !== null })
  if (!before || before.generation !== target.generation) return flight
  return { ...before, target, wakeAt: Number.POSITIVE_INFINITY }
}
