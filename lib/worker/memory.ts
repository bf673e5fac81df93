import { createEligibility, type Eligibility } from '@/lib/core/plan/eligibility'
import { tickerState } from '@/lib/core/rollout/load'
import type { EngineState, Runtime } from '@/lib/core/rollout/state'
import type { JsonObject } from '@/lib/core/shared/json'
import type { LoadedRollout, Standing } from '@/lib/rollouts/load'
import { createSetter, type Setter } from './sets'

/** What is with a driver or a check right now, and the places it has; it outlives a memory that is thrown away. */
export type UnderWay = Pick<Runtime, 'flights' | 'watches' | 'comparisons' | 'places'>

/** A rollout in the ticker's memory; worth nothing once somebody else has written. */
export interface Memory {
  readonly state: EngineState & { readonly run: Runtime }
  standing: Standing
  readonly eligibility: Eligibility
  readonly setter: Setter
  /** The moment of take-over: it stays in the row, so that the row finds nobody's index. */
  readonly wakeAt: number
}

/** Makes a ticker's memory from the rows. */
export function makeMemory(loaded: LoadedRollout, before: UnderWay | undefined, wakeAt: number): Memory {
  const { operation } = loaded.head.rules
  return {
    state: tickerState(loaded, before),
    standing: loaded.standing,
    eligibility: createEligibility({ operation, params: loaded.params as JsonObject }, () => false),
    setter: createSetter(operation, loaded.params),
    wakeAt,
  }
}
