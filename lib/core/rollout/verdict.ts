import type { ReasonCode } from './model'
import type { PlaceNeed } from './places'

/** Why a pending target waits although its turn has come, as a look at its cluster has shown. */
export interface Hindrance {
  readonly kind: 'lease' | 'freeze' | 'disruption' | 'line'
  readonly message: string
  readonly until: number | null
  /** What it waits for, the same for all that wait for it; none = it is looked at again by itself. */
  readonly key?: string
  /** Who can end it, in words; none = it ends by itself. */
  readonly unblockedBy?: string
}

/** What a look at a target's cluster, just before its start, has shown. */
export type Verdict = { readonly at: number } & (
  | {
      readonly kind: 'go'
      readonly previous: Readonly<Record<string, unknown>> | null
      /** Places of disruption budgets that its start takes; none = no budget concerns its cluster. */
      readonly needs?: readonly PlaceNeed[]
    }
  | { readonly kind: 'skip'; readonly reason: ReasonCode; readonly message: string | null }
  | {
      readonly kind: 'wait'
      /** What it is set aside for. */
      readonly hindrance: Hindrance
      /** What else holds it at this moment; none = nothing else. */
      readonly besides?: readonly Hindrance[]
    }
)

/** A look older than this says nothing any more. */
export const verdictMsMax = 1_000

/** Tells whether a verdict is recent enough to act on. */
export const isFresh = (verdict: Verdict, now: number): boolean => now - verdict.at <= verdictMsMax
