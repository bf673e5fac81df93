import type { Amount, Limit } from '@/lib/core/shared/amount'
import type { JsonObject } from '@/lib/core/shared/json'

/**
 * A policy as it is written: every field of the language, nothing filled in. Durations are texts (`30m`),
 * conditions are texts. See `resolved.ts` for the same with every default made explicit.
 */
export interface PolicyDocument {
  readonly apiVersion: 'upgrader/v1'
  readonly kind: 'Policy'
  readonly metadata: DocumentMetadata
  readonly spec: PolicySpec
}

export interface DocumentMetadata {
  readonly name: string
  readonly title?: string
  readonly description?: string
}

export interface PolicySpec {
  readonly unmatched?: 'exclude' | 'refuse'
  readonly guards?: readonly GuardSpec[]
  /** Over the whole rollout. */
  readonly failureBudget?: BudgetSpec
  readonly unreachable?: UnreachableSpec
  readonly stop?: StopSpec
  readonly phases: readonly PhaseSpec[]
}

export interface PhaseSpec {
  readonly id?: string
  readonly title?: string
  readonly description?: string
  /** Ids of the phases that must be done first; absent = the phase above, `[]` = none. */
  readonly after?: readonly string[]
  readonly select: string
  readonly take?: Limit
  readonly takeBy?: string | readonly string[]
  readonly order?: string | readonly string[]
  readonly steps?: readonly (Amount | StepSpec)[]
  readonly maxInFlight?: Limit
  readonly spread?: SpreadSpec | readonly SpreadSpec[]
  readonly failureBudget?: BudgetSpec
  readonly soak?: string
  readonly unreachable?: UnreachableSpec
  readonly stop?: StopSpec
  readonly before?: readonly GateSpec[]
  readonly checks?: readonly CheckSpec[]
}

export interface StepSpec {
  readonly to: Amount
  readonly soak?: string
  readonly approval?: ApprovalSpec
}

export interface SpreadSpec {
  readonly by: string
  readonly maxInFlight: Limit
}

export type OnExhausted = 'pause' | 'abort' | 'rollback'

export interface BudgetSpec {
  readonly max: Limit
  readonly onExhausted?: OnExhausted
  readonly strict?: boolean
}

export interface UnreachableSpec {
  readonly wait?: string
  readonly then?: 'skip' | 'fail'
}

export interface StopSpec {
  readonly against: 'notYetUpgraded'
  readonly falseAlarm: Amount
  /** The share that fails anyway; absent = what earlier rollouts of the operation have shown. */
  readonly baseline?: Amount
  readonly check?: string
}

/** One gate: an object with exactly one of these keys. */
export type GateSpec =
  | { readonly approval: ApprovalSpec }
  | { readonly soak: string }
  | { readonly window: WindowSpec }
  | { readonly check: CheckSpec }
  | { readonly webhook: WebhookSpec }

export interface ApprovalSpec {
  readonly count?: number
  readonly role?: 'approver' | 'operator' | 'admin'
  readonly notLauncher?: boolean
  readonly expires?: string
  readonly always?: boolean
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

export interface WindowSpec {
  readonly days?: readonly Weekday[]
  /** `HH:MM`, local to the time zone; a `to` before `from` ends on the next day. */
  readonly from: string
  readonly to: string
  readonly timezone: string
}

export const checkKinds = ['http', 'command', 'simulator', 'prometheus', 'kafka', 'kubernetes'] as const
export type CheckKind = (typeof checkKinds)[number]

export interface CheckSpec {
  readonly name: string
  readonly check: CheckKind
  readonly with?: JsonObject
  readonly every?: string
  /** How long it must pass without a break. */
  readonly for?: string
  readonly timeout?: string
  readonly always?: boolean
}

export interface GuardSpec {
  readonly name: string
  readonly check: CheckKind
  readonly with?: JsonObject
  readonly every?: string
  readonly failAfter?: string
}

/** An outside system that opens the gate, or refuses to, by a signed call. */
export interface WebhookSpec {
  readonly name: string
  /** Told when the gate asks; absent = nobody is told, and whoever answers finds out by itself. */
  readonly url?: string
  /** Name of the stored secret with which calls in both directions are signed. */
  readonly secret: string
  readonly expires?: string
  readonly always?: boolean
}
