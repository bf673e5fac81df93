import { Heap } from './heap'
import type { NodeStatus, Target } from './model'

/** What the driver is busy with for a target right now; one call at a time. */
export type Busy = 'start' | 'observe' | 'cancel' | 'verify' | 'preflight'

/** The working memory for one target in flight. Lost in a crash, and nothing depends on it then. */
export interface Flight {
  readonly target: Target
  generation: number
  busy: Busy | null
  /** This process has sent the start, or makes the checks before it, and was not told to hold back since. */
  sent: boolean
  /** When the checks before the start passed, as long as it is certain that nothing was sent since. */
  provenAt: number | null
  /** A start of this attempt may have begun something, though no answer has told so. */
  doubtful: boolean
  /** Nothing was ever sent for the target before this attempt. */
  readonly first: boolean
  /** From when on a start without an answer is looked for, because it is not sent again. */
  soughtSince: number | null
  /** When to look next, epoch ms. */
  pollAt: number
  polls: number
  /** Starts in a row that were answered with "not now". */
  delays: number
  /** When cancelling began, and when to ask (again). */
  cancelSince: number | null
  cancelAt: number
  /** Progress seen but not recorded yet: at most one event a second. */
  unsaid: Progress | null
  saidAt: number
  /** The moment of its valid entry in the heap of timers. */
  wakeAt: number
}

export interface Progress {
  progress: number | null
  message: string | null
  nodes: Record<string, NodeStatus> | null
}

/** An entry of the heap: valid only while `wakeAt` of the flight still says so. */
export interface Timer {
  readonly at: number
  readonly flight: Flight
}

/** Makes the heap of timers, earliest first. */
export const createTimers = (): Heap<Timer> => new Heap<Timer>((a, b) => a.at < b.at)

/** Makes the working memory for an attempt that has just been opened, or, then in doubt, was found at a load. */
export function createFlight(target: Target, { doubtful = false, first = false } = {}): Flight {
  return {
    target,
    generation: target.generation,
    busy: null,
    sent: false,
    provenAt: null,
    doubtful,
    first,
    soughtSince: null,
    pollAt: 0,
    polls: 0,
    delays: 0,
    cancelSince: null,
    cancelAt: 0,
    unsaid: null,
    saidAt: 0,
    wakeAt: Number.POSITIVE_INFINITY,
  }
}

/** Tells whether the flight is in an attempt at something outside whose start has not been answered. */
export const isUnanswered = ({ target }: Flight): boolean =>
  (target.step === 'apply' || target.step === 'revert') && target.operationRef === null

/**
 * Spreads a delay by up to a tenth upwards, always the same for the same target and count, so that thousands
 * of polls do not come in step and a simulation can be repeated.
 */
export function jitter(ms: number, targetId: number, count: number): number {
  const mixed = Math.imul(targetId ^ Math.imul(count + 1, 0x9e3779b1), 0x85ebca6b) >>> 0
  return Math.round(ms * (1 + (mixed / 4_294_967_296) * 0.1))
}
