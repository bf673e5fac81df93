import type { Amount, Limit } from '@/lib/core/shared/amount'
import type { JsonObject } from '@/lib/core/shared/json'
import type { CheckKind, OnExhausted, Weekday } from './types'

/**
 * A policy with every default made explicit, as a plan carries it and the engine executes it: plain JSON,
 * durations in milliseconds, amounts still as written (a share is resolved over the plan's phase).
 */
export interface ResolvedPolicy {
  readonly name: string
  readonly title: string
  readonly unmatched: 'exclude' | 'refuse'
  readonly guards: readonly ResolvedGuard[]
  /** Over the whole rollout; null = only the phases' own. */
  readonly failureBudget: ResolvedBudget | null
  /** Over the whole rollout; absent = none. */
  readonly stop?: ResolvedStop
  readonly phases: readonly ResolvedPhase[]
}

export interface ResolvedPhase {
  readonly id: string
  readonly title: string
  /** Ids of the phases that must be done first, in the order of the policy. */
  readonly after: readonly string[]
  /** A selector that parses. */
  readonly select: string
  /** Null = all that the selector matches and no earlier phase took. */
  readonly take: Limit | null
  /** Subjects (`region`, `labels.ring`) whose combinations are all represented in what is taken. */
  readonly takeBy: readonly string[]
  readonly order: ResolvedOrder
  /** The cumulative ramp; the last step is always 100%. */
  readonly steps: readonly ResolvedStep[]
  readonly maxInFlight: Limit
  readonly spread: readonly ResolvedSpread[]
  /** Null = only the rollout's. */
  readonly failureBudget: ResolvedBudget | null
  /** Absent = none of its own. */
  readonly stop?: ResolvedStop
  /** From the phase's last target at rest to the phase's end. */
  readonly soakMs: number
  readonly unreachable: ResolvedUnreachable
  /** All must be open before the phase starts. */
  readonly before: readonly ResolvedGate[]
  /** All must pass, besides the soak, before the phase counts as done. */
  readonly checks: readonly ResolvedCheck[]
}

/** By fields, each ascending unless `descending`; by a seeded shuffle; or so that early ones cover the fleet. */
export type ResolvedOrder =
  | { readonly type: 'fields'; readonly fields: readonly OrderField[] }
  | { readonly type: 'random' }
  | { readonly type: 'diverse' }

export interface OrderField {
  /** A field of the cluster, or `labels.key`. */
  readonly field: string
  readonly descending: boolean
}

/**
 * One step of the ramp. When the targets up to `to` are at rest, its soak and its approval run at once; nothing
 * of the next step (or, after the last, the end of the phase) before both are over.
 */
export interface ResolvedStep {
  readonly to: Amount
  readonly soakMs: number
  readonly approval: ResolvedApproval | null
}

export interface ResolvedSpread {
  readonly by: string
  readonly maxInFlight: Limit
}

/** `max` failures are tolerated; the next one trips it. */
export interface ResolvedBudget {
  readonly max: Limit
  readonly onExhausted: OnExhausted
  /** Keeps concurrency at or under what is left of the budget + 1, so that at most max + 1 fail. */
  readonly strict: boolean
}

/** Pauses when more fails than chance explains. Shares are numbers between 0 and 1. */
export interface ResolvedStop {
  /** Probability of stopping a rollout in which targets fail no more often than the baseline. */
  readonly falseAlarm: number
  /** A check of the operation on which upgraded clusters are compared with waiting ones; absent = failures count. */
  readonly check?: string
  /** The share that may fail; null in a policy = taken from history, and fixed, when it is launched. */
  readonly baseline: number | null
}

export interface ResolvedUnreachable {
  readonly waitMs: number
  /** What happens to a target that is still unreachable after that. */
  readonly then: 'skip' | 'fail'
}

export type ResolvedGate =
  | ResolvedApproval
  | { readonly type: 'soak'; readonly soakMs: number }
  | ResolvedWindow
  | ResolvedCheck
  | ResolvedWebhook

export interface ResolvedApproval {
  readonly type: 'approval'
  readonly count: number
  readonly role: 'approver' | 'operator' | 'admin'
  /** Refused to the launcher, the author of the policy revision and whoever last overrode something. */
  readonly notLauncher: boolean
  readonly expiresMs: number
  /** Asked for even when the phase is empty. */
  readonly always: boolean
}

export interface ResolvedWindow {
  readonly type: 'window'
  readonly days: readonly Weekday[]
  readonly from: string
  readonly to: string
  readonly timezone: string
}

export interface ResolvedCheck {
  readonly type: 'check'
  readonly name: string
  readonly check: CheckKind
  readonly with: JsonObject
  readonly everyMs: number
  readonly forMs: number
  readonly timeoutMs: number
  readonly always: boolean
}

export interface ResolvedWebhook {
  readonly type: 'webhook'
  readonly name: string
  /** Null = nobody is told that it asks. */
  readonly url: string | null
  /** Name of the stored secret that signs calls in both directions. */
  readonly secret: string
  readonly expiresMs: number
  readonly always: boolean
}

export interface ResolvedGuard {
  readonly name: string
  readonly check: CheckKind
  readonly with: JsonObject
  readonly everyMs: number
  readonly failAfterMs: number
}
