import type { Json } from '@/lib/core/shared/json'
import type { Target } from './model'

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

/** What is kept in mind about comparisons for statistical stops; see `compare`. Lost in a crash. */
export class Comparisons {
  /** Targets that have come to rest and are to be compared. */
  readonly waiting = new Set<number>()
  /** Keys of comparisons that are being made. */
  readonly underWay = new Set<string>()
  /** By phase: targets from this position on have been given out. */
  readonly from = new Map<number, number>()
}

/** A look to be made at the check of a gate or guard, or one at several clusters together. */
export interface WatchOrder {
  readonly key: string
  /** The gate's round: another one asks anew. */
  readonly round: number
  readonly subject:
    | { readonly gate: string }
    | { readonly guard: number }
    | { readonly clusters: readonly Target[] }
  readonly check: string
  readonly with: unknown
}

/** What a look has shown. */
export interface Sighting {
  readonly key: string
  readonly round: number
  /** When the look began, so that an answer that was long under way is not taken for fresh. */
  readonly at: number
  readonly kind: 'pass' | 'fail' | 'unknown'
  readonly message: string
  readonly observed: Json
  /** Of a look at several clusters: what each target's has shown, in the order that was given. */
  readonly shown?: readonly { readonly target: number; readonly kind: Sighting['kind'] }[]
}
