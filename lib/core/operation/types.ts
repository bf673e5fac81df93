import type { CheckKind, DocumentMetadata } from '@/lib/core/policy/types'
import type { JsonObject } from '@/lib/core/shared/json'

export const driverNames = ['http', 'kubernetes', 'command', 'simulator'] as const
export type DriverName = (typeof driverNames)[number]

/** An operation as it is written; see `ResolvedOperation` for the same with defaults made explicit. */
export interface OperationDocument {
  readonly apiVersion: 'upgrader/v1'
  readonly kind: 'Operation'
  readonly metadata: DocumentMetadata
  readonly spec: OperationSpec
}

export interface OperationSpec {
  /** A selector: clusters it does not match are `ineligible`. */
  readonly appliesTo?: string
  /** JSON Schema 2020-12 of the parameters. */
  readonly params?: JsonObject
  /** CEL over `cluster` and `params`: such clusters are skipped. */
  readonly satisfied?: string
  readonly sets?: SetsSpec
  readonly timeout?: string
  readonly retry?: RetrySpec
  readonly apply: DriverCall
  /** Checks before the apply: where they do not pass, nothing is sent. */
  readonly preflight?: readonly VerifySpec[]
  readonly verify?: readonly VerifySpec[]
  readonly revert?: DriverCall
  readonly irreversibleAfter?: 'apply' | 'verify'
}

/** Facts written to the cluster when the operation succeeds; the values are templates. */
export interface SetsSpec {
  readonly version?: string
  readonly environment?: string
  readonly tier?: string
  readonly region?: string
  readonly provider?: string
  readonly labels?: Readonly<Record<string, string>>
}

export interface RetrySpec {
  /** Tries altogether, the first included. */
  readonly attempts?: number
  readonly backoff?: string
  readonly maxBackoff?: string
}

export interface DriverCall {
  readonly driver: DriverName
  /** What the driver needs; each driver validates its own. */
  readonly with?: JsonObject
}

/** The members of an operation that list checks. */
export const checkLists = ['preflight', 'verify'] as const

export interface VerifySpec {
  readonly name: string
  readonly check: CheckKind
  readonly with?: JsonObject
  readonly every?: string
  /** How long it must pass without a break. */
  readonly for?: string
  readonly timeout?: string
}

/** An operation with every default made explicit: plain JSON, durations in milliseconds. */
export interface ResolvedOperation {
  readonly name: string
  readonly title: string
  /** A selector that parses; `true` = applies to all. */
  readonly appliesTo: string
  readonly params: JsonObject
  readonly satisfied: string | null
  readonly sets: SetsSpec
  readonly timeoutMs: number
  readonly retry: { readonly attempts: number; readonly backoffMs: number; readonly maxBackoffMs: number }
  readonly apply: ResolvedDriverCall
  readonly preflight: readonly ResolvedVerify[]
  readonly verify: readonly ResolvedVerify[]
  readonly revert: ResolvedDriverCall | null
  /** After this step nothing can be rolled back; null = there is always a way back. */
  readonly irreversibleAfter: 'apply' | 'verify' | null
}

export interface ResolvedDriverCall {
  readonly driver: DriverName
  readonly with: JsonObject
}

export interface ResolvedVerify {
  readonly name: string
  readonly check: CheckKind
  readonly with: JsonObject
  readonly everyMs: number
  readonly forMs: number
  readonly timeoutMs: number
}
