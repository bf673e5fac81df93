/** Shapes of rehearsals as REST and screens see them. Instants are ISO 8601 strings, shares are between 0 and 1. */
import type { PlanNoteDto } from '@/lib/plans/dto'

/** When half of the runs were there, and nine in ten; null = so many never came to it. */
export interface QuantilesDto {
  p50: string | null
  p90: string | null
}

/** How many clusters can fail, and the weight on the heaviest of them. */
export interface HarmDto {
  clusters: number
  weight: number
}

export interface RehearsalPhaseDto {
  id: string
  title: string
  targets: number
  start: QuantilesDto
  end: QuantilesDto
  expectedFailures: number
  peakInFlight: number
  /** Share of the runs in which the phase's own budget was exhausted. */
  tripShare: number
  /** What can fail in this phase whatever happens. */
  worstCase: HarmDto
}

/** One phase in the run in the middle; nulls = it never came to it. */
export interface PhaseSpanDto {
  phase: string
  /** Its turn came: from here it waits for its gates. */
  enteredAt: string | null
  startedAt: string | null
  /** Its last target came to rest. */
  soakingAt: string | null
  finishedAt: string | null
}

export interface RehearsalDto {
  planHash: string
  seed: string
  runs: number
  targets: number
  startsAt: string
  end: QuantilesDto
  /** Share of the runs that came to their end without being stopped. */
  completes: number
  stops: { cause: string; detail: string | null; share: number }[]
  peakInFlight: number
  expectedFailures: number
  /** Share of the runs in which some budget was exhausted. */
  tripShare: number
  /** Proven from budgets and concurrency, not sampled: no more can fail before it stops by itself. */
  worstCase: HarmDto
  phases: RehearsalPhaseDto[]
  timeline: PhaseSpanDto[]
  /** Freezes and windows that held up starts. */
  collisions: {
    kind: string
    what: string
    phases: string[]
    targets: number
    share: number
    until: string | null
  }[]
  assumptions: {
    applySeconds: { p50: number; p90: number }
    /** Null when the operation has no checks. */
    verifySeconds: { p50: number; p90: number } | null
    failureRate: number
    /** Null when no gate asks for an approval. */
    approvalSeconds: { p50: number; p90: number } | null
    /** What they rest on: earlier attempts, targets and approvals. */
    observed: { attempts: number; targets: number; approvals: number }
    /** Which of them the caller has set. */
    assumed: string[]
    /** What is not played, in words. */
    notes: string[]
  }
  /** Why the plan cannot be launched; empty = it can. */
  blockers: PlanNoteDto[]
}
