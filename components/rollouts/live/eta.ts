/** When a rollout may be done, if it goes on as it does now. */
export interface Eta {
  /** Epoch ms. */
  from: number
  to: number
}

interface Progress {
  /** Epoch ms; NaN = not yet. */
  started: Float64Array
  finished: Float64Array
  pending: number
  inFlight: number
  now: number
}

/** Fewer finished targets than this tell nothing about the next. */
const samplesMin = 5
/** The newest this many finished targets speak for the next ones. */
const samplesMax = 200

/**
 * Estimates the end from how long the newest targets took (their P50 to P90) and how many are in flight.
 * Gates, soaks and windows that are still to come are not in it. Null while there is too little to go by.
 */
export function estimateEnd({ started, finished, pending, inFlight, now }: Progress): Eta | null {
  if (inFlight === 0) return null
  const durations = newestDurations(started, finished)
  if (durations.length < samplesMin) return null
  durations.sort()
  const rounds = pending / inFlight
  return {
    from: now + quantile(durations, 0.5) * (rounds + 0.5),
    to: now + quantile(durations, 0.9) * (rounds + 1),
  }
}

function newestDurations(started: Float64Array, finished: Float64Array): Float64Array {
  const done: number[] = []
  for (let index = 0; index < finished.length; index++) {
    if (!Number.isNaN(finished[index]) && !Number.isNaN(started[index])) done.push(index)
  }
  done.sort((a, b) => (finished[b] as number) - (finished[a] as number))
  return Float64Array.from(
    done.slice(0, samplesMax),
    (index) => (finished[index] as number) - (started[index] as number),
  )
}

const quantile = (sorted: Float64Array, at: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0
