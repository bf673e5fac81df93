import type { DriverServices } from '@/lib/drivers/driver'
import type { CheckContext, CheckRequest } from './check'
import { advanceHold, beginHold, type HoldSpec, type HoldState } from './hold'
import { runCheck } from './run-check'

/** A check of an operation's `verify`, resolved. */
export interface VerifyCheck extends CheckRequest, HoldSpec {
  readonly name: string
}

/** Where the checks of one verify attempt stand; plain JSON, to be handed back at the next look. */
export interface VerifyState {
  readonly holds: readonly HoldState[]
  /** When each is to be looked at again, epoch ms; null = it has passed. */
  readonly due: readonly (number | null)[]
}

/** What a round of looks came to. */
export type VerifyRound =
  | {
      readonly verdict: 'waiting'
      readonly state: VerifyState
      readonly message: string
      readonly pollAfterMs: number
    }
  | { readonly verdict: 'passed'; readonly message: string }
  | { readonly verdict: 'failed'; readonly message: string }

/**
 * Begins to verify: nothing seen before `now` will count. State that was lost in a crash is begun anew, which
 * can only make a check hold for longer.
 */
export function beginVerify(checks: readonly VerifyCheck[], now: number): VerifyState {
  return { holds: checks.map(() => beginHold(now)), due: checks.map(() => now) }
}

/**
 * Looks once at every check that is due, all at the same time. All must pass; the first that fails decides, by
 * its order in the document; no checks at all have passed.
 */
export async function lookAtChecks(
  checks: readonly VerifyCheck[],
  state: VerifyState,
  ctx: CheckContext,
  services: DriverServices,
): Promise<VerifyRound> {
  const began = services.now()
  const steps = await Promise.all(
    checks.map(async (check, i) => {
      const due = state.due[i] ?? null
      const hold = state.holds[i] ?? beginHold(began)
      if (due === null) return { name: check.name, hold, due: null, failure: null, message: null }
      if (due > began) return { name: check.name, hold, due, failure: null, message: hold.lastMessage }
      const result = await runCheck(check, ctx, services)
      const step = advanceHold(check, hold, result, began)
      return {
        name: check.name,
        hold: step.state,
        due: step.verdict === 'waiting' ? step.nextLookAt : null,
        failure: step.verdict === 'failed' ? step.message : null,
        message: step.message,
      }
    }),
  )
  const failed = steps.find((step) => step.failure !== null)
  if (failed) return { verdict: 'failed', message: `${failed.name}: ${failed.failure}` }
  const open = steps.filter((step) => step.due !== null)
  if (open.length === 0) return { verdict: 'passed', message: `${checks.length} checks passed` }
  const next = Math.min(...open.map((step) => step.due as number))
  return {
    verdict: 'waiting',
    state: { holds: steps.map((step) => step.hold), due: steps.map((step) => step.due) },
    message: open.map((step) => `${step.name}: ${step.message ?? 'not looked at yet'}`).join('; '),
    pollAfterMs: Math.max(1, next - services.now()),
  }
}
