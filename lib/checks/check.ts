import type { Json } from '@/lib/core/shared/json'
import type { AttemptContext, DriverServices } from '@/lib/drivers/driver'
import type { SectionProblem } from '@/lib/drivers/section/problem'

/** Names of the kinds of check that can be made. */
export type CheckName = 'http' | 'command' | 'simulator' | 'kafka' | 'prometheus'

/** A check as a document asks for it. Pass the same `with` for all targets: what is compiled from it is kept. */
export interface CheckRequest {
  readonly check: string
  readonly with: unknown
}

/** What a check may know of the attempt it is made for. */
export type CheckContext = Omit<AttemptContext, 'with'>

/** What one look has shown. Unknown (no answer, garbage, no data) never counts as a pass. */
export interface CheckResult {
  readonly kind: 'pass' | 'fail' | 'unknown'
  /** In words, for people. */
  readonly message: string
  /** What was seen, small enough to be kept as evidence; null = nothing. */
  readonly observed: Json
}

/** One kind of check. Expected outcomes are values: it rejects only for a bug. */
export interface Check {
  /** Finds what is wrong with the `with` of a check, with paths inside it. */
  validate(section: unknown): readonly SectionProblem[]
  run(section: unknown, ctx: CheckContext, services: DriverServices): Promise<CheckResult>
}
