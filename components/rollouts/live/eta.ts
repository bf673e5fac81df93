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
  const newest = newestFinished(started, finished)
  if (newest.length < samplesMin) return null
  const durations = Float64Array.from(
    newest,
    (index) => (finished[index] as number) - (started[index] as number),
  )
  // At the end of a phase little is in flight; the next one fills up again.
  const atOnce = Math.max(inFlight, meanInFlight(started, finished, newest))
  durations.sort()
  const rounds = pending / atOnce
  return {
    from: now + quantile(durations, 0.5) * (rounds + 0.5),
    to: now + quantile(durations, 0.9) * (rounds + 1),
  }
}

/** Indexes of the targets that finished last, newest first. */
function newestFinished(started: Float64Array, finished: Float64Array): number[] {
  const done: number[] = []
  for (let index = 0; index < finished.length; index++) {
    if (!Number.isNaN(finished[index]) && !Number.isNaN(started[index])) done.push(index)
  }
  done.sort((a, b) => (finished[b] as number) - (finished[a] as number))
  return done.slice(0, samplesMax)
}

/** How many of these were in flight at once, on average over the time that they took together. */
function meanInFlight(started: Float64Array, finished: Float64Array, targets: readonly number[]): number {
  let busy = 0
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const index of targets) {
    const begin = started[index] as number
    const end = finished[index] as number
    busy += end - begin
    from = Math.min(from, begin)
    to = Math.max(to, end)
  }
  return to > from ? busy / (to - from) : 1
}

const quantile = (sorted: Float64Array, at: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0
