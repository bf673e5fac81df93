import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { DriverHost } from './host'
import type { LogLine, NodeProgress } from './output'
import type { SectionProblem } from './section/problem'

export type { LogLine, NodeProgress }

/** Names of the drivers an operation document may use. */
export type DriverName = 'http' | 'command' | 'simulator'

/** The step of a target that an attempt tries. */
export type Step = 'preflight' | 'apply' | 'verify' | 'revert'

/**
 * Everything a driver may know about one attempt; plain JSON, so that an attempt can be taken up by
 * another process on another machine.
 */
export interface AttemptContext {
  /** Idempotency key: equal over all retries of this attempt, also after a crash. */
  readonly key: string
  readonly step: Step
  /** Fencing token: grows with every new attempt of the target. */
  readonly generation: number
  /** Live facts of the cluster, its `connection` included. */
  readonly cluster: ClusterFacts
  readonly params: Readonly<Record<string, unknown>>
  /** What was recorded before the first apply. */
  readonly previous: { readonly version: string | null; readonly [fact: string]: unknown }
  /**
   * The driver's section of the operation document, validated at its save. Pass the same object for all
   * targets of a rollout: what is compiled from it is kept by identity.
   */
  readonly with: unknown
  /** Epoch ms after which the attempt has timed out. */
  readonly deadlineAt: number
}

/**
 * An attempt after its start: `operationId` is what `accepted` carried. It is null only if no answer was recorded.
 * Such an attempt is started again, with the same key, unless nothing may be started any more: then it is observed,
 * and a driver that can find it by its key says what it sees.
 */
export interface ObservedAttempt extends AttemptContext {
  readonly operationId: string | null
}

/** What a driver says to a start. */
export type StartAnswer =
  | { readonly kind: 'done'; readonly message?: string }
  | { readonly kind: 'accepted'; readonly operationId: string; readonly pollAfterMs: number }
  /** Not known to have started: to be retried with the same key, not before `retryAfterMs`. */
  | {
      readonly kind: 'transient'
      readonly message: string
      readonly retryAfterMs: number | null
      /** It is certain that this call has begun nothing: it was not sent, or turned away unread. */
      readonly notBegun?: boolean
    }
  | { readonly kind: 'failed'; readonly message: string }

/** What a driver sees when it looks at a started attempt. */
export type Observation =
  | {
      readonly kind: 'running'
      /** From 0 to 1; null = unknown. */
      readonly progress: number | null
      readonly message: string | null
      readonly nodes?: readonly NodeProgress[]
      readonly pollAfterMs: number
    }
  | { readonly kind: 'succeeded'; readonly message?: string; readonly nodes?: readonly NodeProgress[] }
  | { readonly kind: 'failed'; readonly message: string; readonly nodes?: readonly NodeProgress[] }
  /**
   * Nobody carries the attempt any more: its process died with its worker, or ended and asks to be run again.
   * A new attempt is in order, as the retry rules allow.
   */
  | { readonly kind: 'lost'; readonly message: string }
  /** Nothing was learnt: poll again, not before `retryAfterMs`. */
  | { readonly kind: 'transient'; readonly message: string; readonly retryAfterMs: number | null }

/**
 * What a driver says to a cancel. `confirmed` = nothing of this attempt acts any more; otherwise call
 * again, or observe, until it is so.
 */
export interface CancelAnswer {
  readonly confirmed: boolean
  /** It had worked before it could be cancelled; what it did stands. */
  readonly succeeded?: boolean
  readonly message?: string
}

/** What the engine lends to a driver for one call. */
export interface DriverServices {
  /** Process-wide resources of the drivers; one per worker, see `createDriverHost`. */
  readonly host: DriverHost
  /** Reads a secret's plain text; rejects when there is none of that name. */
  secret(name: string): Promise<string>
  /** Epoch ms. */
  now(): number
  /** In [0, 1). */
  random(): number
  /** Ends the call early, e.g. at shutdown. */
  readonly signal: AbortSignal
  /** Takes a line of output; may be called after the call has returned, as long as the attempt lives. */
  log(line: LogLine): void
  /** When a worker's heartbeat was seen last, epoch ms; null = there is no such worker. */
  workerSeenAt(workerId: string): Promise<number | null>
}

/**
 * The code that reaches a real system. Expected outcomes are values: a driver rejects only for a bug.
 *
 * `start` is idempotent by `key` and may be called again at any time; `observe` may be called from
 * another process than `start`; both may answer synchronously, which the engine uses for bulk.
 */
export interface Driver {
  readonly name: DriverName
  /** Finds what is wrong with a section of an operation document, with paths inside that section. */
  validate(section: unknown): readonly SectionProblem[]
  start(ctx: AttemptContext, services: DriverServices): StartAnswer | Promise<StartAnswer>
  observe(ctx: ObservedAttempt, services: DriverServices): Observation | Promise<Observation>
  cancel(ctx: ObservedAttempt, services: DriverServices): CancelAnswer | Promise<CancelAnswer>
}
