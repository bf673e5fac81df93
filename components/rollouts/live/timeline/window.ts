import { type Fold, toTime, toU } from './fold'

/** The stretch that is on the screen, epoch ms; null = everything, following the present. */
export type Window = { readonly from: number; readonly to: number } | null

/** Maps instants to pixels and back; `from` and `to` are of folded time, ms of u. */
export interface Scale {
  readonly fold: Fold
  readonly from: number
  readonly to: number
  readonly width: number
}

/** Room right of the present, as a share of the whole, so that what happens now is not at the very edge. */
const marginShare = 0.03
/** Nothing is zoomed in further than this, ms. */
const windowMin = 2_000
/** A rollout younger than this does not fill the width, ms. */
const wholeMin = 10_000

const wholeOf = (fold: Fold): number => Math.max(fold.length * (1 + marginShare), wholeMin)

/** Makes the scale of a window. */
export function makeScale(fold: Fold, window: Window, width: number): Scale {
  if (window === null) return { fold, width, from: 0, to: wholeOf(fold) }
  const from = toU(fold, window.from)
  return { fold, width, from, to: Math.max(from + 1, toU(fold, window.to)) }
}

export const toX = (scale: Scale, at: number): number =>
  ((toU(scale.fold, at) - scale.from) / (scale.to - scale.from)) * scale.width

export const atX = (scale: Scale, x: number): number =>
  toTime(scale.fold, scale.from + (x / scale.width) * (scale.to - scale.from))

/** Zooms around a pixel; `factor` below 1 comes nearer. */
export function zoom(scale: Scale, x: number, factor: number): Window {
  const pivot = scale.from + (x / scale.width) * (scale.to - scale.from)
  const span = Math.max(windowMin, (scale.to - scale.from) * factor)
  if (span >= wholeOf(scale.fold)) return null
  const share = (pivot - scale.from) / (scale.to - scale.from)
  return kept(scale, pivot - share * span, span)
}

/** Moves by pixels; positive = later. */
export function pan(scale: Scale, pixels: number): Window {
  const span = scale.to - scale.from
  return kept(scale, scale.from + (pixels / scale.width) * span, span)
}

/** Never so far that nothing is on the screen. */
function kept(scale: Scale, from: number, span: number): Window {
  const start = Math.min(Math.max(from, -span * 0.2), Math.max(0, scale.fold.length - span * 0.2))
  return { from: toTime(scale.fold, start), to: toTime(scale.fold, start + span) }
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * hour),
  ...[2, 7, 14, 28].map((n) => n * 24 * hour),
]

export interface Tick {
  at: number
  x: number
}

/** Chooses round instants to write at the axis, at least `distanceMin` pixels apart and outside of folds. */
export function ticksOf(scale: Scale, distanceMin = 84): { ticks: Tick[]; step: number } {
  const perPixel = (scale.to - scale.from) / scale.width
  const step = steps.find((one) => one / perPixel >= distanceMin) ?? (steps.at(-1) as number)
  const ticks: Tick[] = []
  const end = toTime(scale.fold, scale.to)
  let lastX = Number.NEGATIVE_INFINITY
  let at = Math.ceil(toTime(scale.fold, scale.from) / step) * step
  while (at <= end) {
    const gap = scale.fold.gaps.find(({ from, to }) => at > from && at < to)
    if (gap) {
      at = Math.max(at + step, Math.ceil(gap.to / step) * step)
      continue
    }
    const x = toX(scale, at)
    if (x - lastX >= distanceMin * 0.8) {
      ticks.push({ at, x })
      lastX = x
    }
    at += step
  }
  return { ticks, step }
}
