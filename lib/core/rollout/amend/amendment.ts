import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { Gate, Guard, Phase } from '../model'

/** Where an amendment puts a target that it moves. */
export interface Move {
  readonly target: number
  /** Index of the phase in the amended policy. */
  readonly phase: number
  readonly position: number
}

/** What is left of a rollout, planned anew; complete, so that applying it is one switch. */
export interface Amendment {
  readonly policy: ResolvedPolicy
  readonly planHash: string
  readonly phases: readonly Phase[]
  readonly gates: readonly Gate[]
  readonly guards: readonly Guard[]
  /** By index: a phase that is put in front of others moves the targets of all of them. */
  readonly moves: readonly Move[]
  /** Targets that get another phase, or another place in theirs. */
  readonly relocated: number
  /** Gates that had asked and have to ask anew, by id. */
  readonly resets: readonly string[]
}

/** What the event log tells of an amendment that waits for somebody else. */
export interface ProposedData {
  readonly reason: string | null
  /** The plan that it would replace. */
  readonly before: string
  readonly weakenings: readonly string[]
}

/** What the event log tells of an amendment. */
export interface AmendedData {
  readonly reason: string | null
  /** The plan that it replaced, and the plan that holds from here on. */
  readonly before: string
  readonly planHash: string
  /** Each way in which it is less careful than what it replaced, in a sentence; empty = it only tightens. */
  readonly weakenings: readonly string[]
  readonly moved: number
  readonly phases: readonly { readonly id: string; readonly total: number }[]
  readonly proposedBy: { readonly userId: number; readonly user: string }
  /** Null = it took effect without an approval. */
  readonly approvedBy: { readonly userId: number; readonly user: string } | null
}
