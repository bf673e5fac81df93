/**
 * Time with its idle stretches folded away. Between two bursts of work a rollout may soak for a day: drawn to
 * scale the work would be two hairlines. `u` is time in which every idle stretch has the same short length.
 */
export interface Gap {
  /** Epoch ms. */
  readonly from: number
  readonly to: number
}

export interface Fold {
  readonly start: number
  readonly end: number
  readonly gaps: readonly Gap[]
  /** How long a folded gap counts, ms of u. */
  readonly gapLength: number
  /** Length of everything in u. */
  readonly length: number
}

/** An idle stretch shorter than this is never folded. */
const gapMin = 60_000
/** … nor one that is shorter than this share of the work. */
const gapShareMin = 0.25
/** What a folded gap is drawn as, as a share of the work. */
const foldedShare = 0.06

/**
 * Finds the idle stretches between `start` and `end`, at which nothing was in flight.
 * @param started epoch ms by target, NaN = not yet; `finished` likewise, NaN = still in flight if it has started.
 */
export function foldIdle(started: Float64Array, finished: Float64Array, start: number, end: number): Fold {
  const idle = idleStretches(started, finished, start, end)
  const idleTotal = idle.reduce((sum, gap) => sum + gap.to - gap.from, 0)
  const busy = Math.max(1, end - start - idleTotal)
  const gaps = idle.filter(({ from, to }) => to - from >= gapMin && to - from >= busy * gapShareMin)
  const gapLength = busy * foldedShare
  const folded = gaps.reduce((sum, gap) => sum + gap.to - gap.from - gapLength, 0)
  return { start, end, gaps, gapLength, length: Math.max(1, end - start - folded) }
}

function idleStretches(started: Float64Array, finished: Float64Array, start: number, end: number): Gap[] {
  const runs: Gap[] = []
  for (let index = 0; index < started.length; index++) {
    const from = started[index] as number
    const to = finished[index] as number
    if (!Number.isNaN(from)) runs.push({ from, to: Number.isNaN(to) ? end : to })
  }
  runs.sort((a, b) => a.from - b.from)
  const gaps: Gap[] = []
  let busyUntil = start
  for (const { from, to } of runs) {
    if (from > busyUntil) gaps.push({ from: busyUntil, to: Math.min(from, end) })
    busyUntil = Math.max(busyUntil, to)
  }
  if (end > busyUntil) gaps.push({ from: busyUntil, to: end })
  return gaps
}

/** Where an instant lies in u; before the start and after the end it goes on evenly. */
export function toU(fold: Fold, at: number): number {
  let u = at - fold.start
  for (const { from, to } of fold.gaps) {
    if (at <= from) break
    const saved = to - from - fold.gapLength
    u -= at >= to ? saved : (at - from) * (saved / (to - from))
  }
  return u
}

/** The instant at a place in u. */
export function toTime(fold: Fold, u: number): number {
  let at = fold.start + u
  for (const { from, to } of fold.gaps) {
    if (at <= from) break
    const inside = at - from
    if (inside < fold.gapLength) return from + inside * ((to - from) / fold.gapLength)
    at += to - from - fold.gapLength
  }
  return at
}
