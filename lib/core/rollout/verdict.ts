import type { ReasonCode } from './model'

/** Why a pending target waits although its turn has come, as a look at its cluster has shown. */
export interface Hindrance {
  readonly kind: 'lease' | 'freeze'
  readonly message: string
  readonly until: number | null
}

/** What a look at a target's cluster, just before its start, has shown. */
export type Verdict = { readonly at: number } & (
  | { readonly kind: 'go'; readonly previous: Readonly<Record<string, unknown>> | null }
  | { readonly kind: 'skip'; readonly reason: ReasonCode; readonly message: string | null }
  | ({ readonly kind: 'wait' } & { readonly hindrance: Hindrance })
)

/** A look older than this says nothing any more. */
export const verdictMsMax = 1_000

/** Tells whether a verdict is recent enough to act on. */
export const isFresh = (verdict: Verdict, now: number): boolean => now - verdict.at <= verdictMsMax
