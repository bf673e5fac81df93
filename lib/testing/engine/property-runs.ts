/** How a property is run: as often as it says, its seed drawn anew each time and printed when it fails. */
interface PropertyRuns {
  readonly numRuns: number
  readonly endOnFailure: true
  readonly seed?: number
  readonly path?: string
}

/** How many sequences each property of `decide` plays. */
export const sequencesEach = 400

/**
 * Says how often a property is run. `PROPERTY_RUNS=20` runs each twenty times as often; `PROPERTY_SEED` and
 * `PROPERTY_PATH` replay what a failure has printed.
 */
export function propertyRuns(numRuns: number): PropertyRuns {
  const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH } = process.env
  return {
    numRuns: numRuns * Number(PROPERTY_RUNS ?? 1),
    endOnFailure: true,
    ...(PROPERTY_SEED !== undefined && { seed: Number(PROPERTY_SEED) }),
    ...(PROPERTY_PATH !== undefined && { path: PROPERTY_PATH }),
  }
}
