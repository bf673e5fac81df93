import type { Json } from '@/lib/core/shared/json'

/** What is kept in mind about one check that is looked at again and again. Lost in a crash; then it begins anew. */
export interface Watch {
  /** Looks that began earlier were ordered by somebody else, for another question. */
  readonly since: number
  busy: boolean
  /** When the newest look began; null = none has come back. */
  lookedAt: number | null
  nextAt: number
}

export type Watches = Map<string, Watch>

/** A look to be made at the check of a gate or guard. */
export interface WatchOrder {
  readonly key: string
  /** The gate's round: another one asks anew. */
  readonly round: number
  readonly subject: { readonly gate: string } | { readonly guard: number }
  readonly check: string
  readonly with: unknown
}

/** What a look at the check of a gate or guard has shown. */
export interface Sighting {
  readonly key: string
  readonly round: number
  /** When the look began, so that an answer that was long under way is not taken for fresh. */
  readonly at: number
  readonly kind: 'pass' | 'fail' | 'unknown'
  readonly message: string
  readonly observed: Json
}
