import type { CheckResult } from './check'

/** How long a check must pass without a break, and until when. */
export interface HoldSpec {
  readonly forMs: number
  readonly timeoutMs: number
  readonly everyMs: number
}

/** Where one check stands; plain JSON. */
export interface HoldState {
  /** Evidence from before this instant does not count: the apply had not ended. Epoch ms. */
  readonly since: number
  readonly passingSince: number | null
  readonly lastLookAt: number | null
  readonly lastMessage: string | null
}

/** What a look has changed. */
export interface HoldStep {
  readonly state: HoldState
  readonly verdict: 'waiting' | 'passed' | 'failed'
  readonly message: string
  /** When to look again, epoch ms; only for `waiting`. */
  readonly nextLookAt: number
}

/** Begins to hold a check against what is seen from now on. */
export function beginHold(now: number): HoldState {
  return { since: now, passingSince: null, lastLookAt: null, lastMessage: null }
}

/**
 * Takes one look into account. The check has passed once every look over `forMs` passed; a fail, an unknown, or
 * a gap in which nobody looked begins that time anew. Still not passed at the timeout means failed.
 *
 * `at` is when the look began, so that an answer that was long under way is not taken for fresh.
 */
export function advanceHold(spec: HoldSpec, state: HoldState, result: CheckResult, at: number): HoldStep {
  if (at < state.since) return waiting(spec, state, 'not looked at yet', state.since)
  const passingSince = result.kind === 'pass' ? (unbroken(spec, state, at) ? state.passingSince : at) : null
  const next = { ...state, passingSince, lastLookAt: at, lastMessage: result.message }
  if (passingSince !== null && at - passingSince >= spec.forMs)
    return { state: next, verdict: 'passed', message: result.message, nextLookAt: at }
  if (at - state.since >= spec.timeoutMs)
    return { state: next, verdict: 'failed', message: timeoutMessage(result), nextLookAt: at }
  const end = Math.min(
    state.since + spec.timeoutMs,
    passingSince === null ? Number.POSITIVE_INFINITY : passingSince + spec.forMs,
  )
  return waiting(spec, next, result.message, Math.min(at + spec.everyMs, end))
}

/** Looks may come late under load, but not so late that a failure could have come and gone unseen. */
function unbroken(spec: HoldSpec, state: HoldState, at: number): boolean {
  if (state.passingSince === null || state.lastLookAt === null) return false
  return at - state.lastLookAt <= 2 * spec.everyMs + 10_000
}

function timeoutMessage(result: CheckResult): string {
  const states = {
    pass: 'passed, but not for long enough',
    fail: 'failed',
    unknown: 'had no answer',
  } as const
  return `the check ${states[result.kind]} when its time was over: ${result.message}`
}

function waiting(spec: HoldSpec, state: HoldState, message: string, nextLookAt: number): HoldStep {
  return {
    state,
    verdict: 'waiting',
    message,
    nextLookAt: Math.min(nextLookAt, state.since + spec.timeoutMs),
  }
}
