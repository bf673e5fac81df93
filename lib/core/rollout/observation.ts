import type { NodeStatus } from './model'
import type { Verdict } from './verdict'

/** Where the nodes of a cluster stand, by name; null = nothing is said of them. */
type Nodes = Record<string, NodeStatus> | null

/** What came back from outside about one attempt. */
export type Answer =
  /** To a start: accepted, to be observed. */
  | { readonly kind: 'accepted'; readonly operationId: string | null; readonly pollAfterMs: number }
  /** To a start: not known to have begun; to be sent again with the same key. */
  | {
      readonly kind: 'delayed'
      readonly message: string
      readonly retryAfterMs: number | null
      /** It is certain that this call has begun nothing. */
      readonly notBegun?: boolean
    }
  /** Done and well: an apply as its driver says, or all checks passed. */
  | { readonly kind: 'succeeded'; readonly message: string | null; readonly nodes?: Nodes }
  | { readonly kind: 'failed'; readonly message: string; readonly nodes?: Nodes }
  | { readonly kind: 'lost'; readonly message: string }
  | {
      readonly kind: 'running'
      readonly progress: number | null
      readonly message: string | null
      readonly nodes: Nodes
      readonly pollAfterMs: number
    }
  /** To a look: nothing was learnt. */
  | { readonly kind: 'unknown'; readonly message: string; readonly retryAfterMs: number | null }
  /** To a cancel; `confirmed` = nothing of this attempt acts any more. */
  | { readonly kind: 'cancel'; readonly confirmed: boolean; readonly message: string | null }
  /** The call was not made: its permit was too old, or its worker is going down. */
  | { readonly kind: 'withheld' }

/** An answer with the attempt it belongs to. */
export interface Observation {
  readonly targetId: number
  readonly generation: number
  readonly answer: Answer
}

/** What a look at the clusters of targets about to start has shown. */
export interface Look {
  readonly targetId: number
  readonly verdict: Verdict
}
