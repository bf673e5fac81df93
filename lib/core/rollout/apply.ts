import { gateHandlers } from './apply-gate'
import { guardHandlers } from './apply-guard'
import { phaseHandlers } from './apply-phase'
import { rolloutHandlers } from './apply-rollout'
import { targetHandlers } from './apply-target'
import type { Change, Recorded } from './change'
import type { Handlers } from './handlers'
import type { Target } from './model'
import type { Scene } from './moves'
import type { EngineState, Turn } from './state'

/**
 * # The state machine of a rollout
 *
 * Only the handlers of `apply-*.ts` change a rollout. Everything else looks, thinks, and *records* a change;
 * recording applies it at once and notes which rows it has touched. So the log of changes is the state, told
 * as a story, and replaying it gives the state again.
 *
 * ## A target
 *
 * ```
 * pending ──started──▶ applying ──verifying──▶ verifying ──succeeded──▶ succeeded
 *    │                  │    ▲ └────succeeded (no checks)─────────────▶
 *    │                  │    └─ attempt_ended, attempt_started (backoff between them)
 *    │                  │       preflight_passed, preflight_repeated (checks before the first attempt)
 *    │                  └─────────── failed ◀─────┘
 *    ├──skipped──▶ skipped        (by its cluster's state, or by a person)
 *    └──cancelled▶ cancelled      (by an abort; also from in flight, once the driver has confirmed)
 * failed, skipped, cancelled ──retried──▶ pending
 * touched and at rest ──revert_started──▶ reverting ──▶ reverted, revert_failed ──revert_retried──▶ (its turn again)
 * ```
 *
 * The row of a target in flight is its durable intent. What it waits for can be read from it:
 *
 * | attemptAt | operationRef | retryAt | means |
 * | --- | --- | --- | --- |
 * | set | null | null | the attempt is decided; the start may or may not have reached the driver |
 * | set | null | set | the driver said "not now": the same attempt is sent again, with the same key |
 * | set | set | null | the driver has accepted; it is observed |
 * | null | null | set | the attempt has ended; the next one, with a new generation and key, starts then |
 *
 * An operation may have checks before its apply. They are an attempt of their own, with the step `preflight`, made
 * once the slot and the lease are held; the apply follows in the turn in which they pass, so that what they have
 * seen is fresh. A pause, or the death of the worker that makes them, begins them anew. They stand before a start,
 * not before each attempt: after a failed apply a cluster may well be unhealthy, and the next attempt is what
 * mends it. Where they do not pass in time nothing was sent; the target has failed, is charged, and is tried again
 * only when a person asks: a cluster that was not well before is for people to look at.
 *
 * A slot and the cluster's lease are held from `started` until rest, backoff included: a cluster whose attempt
 * has failed is in an unknown condition, and that is the wrong moment to let another rollout have it.
 *
 * `reason` stays through a retry until the target rests again. It tells a later failure that this target
 * was charged to the budgets already: a target is charged once.
 *
 * ## The way back
 *
 * A rollback, of the whole rollout or of chosen targets, marks what is to be taken back with its number
 * (`revertRound`), the targets in flight included: these come to rest first, and are not tried again. A mark
 * counts only while its rollback is under way, so one that is aborted leaves nothing to be tidied up. What is
 * marked, touched and at rest waits for its turn; the last phase goes first, and in it who came to rest last.
 * Touched is whatever had an attempt at its apply, however that ended: an answer that never came may have been
 * a yes. A step back is an attempt as any other, with a generation, a key, retries and a deadline.
 *
 * After a whole rollback the rollout is `rolled_back` if nothing is left as it changed it, else `failed`. After
 * one of chosen targets it is `paused` when there is more to do forward, else as its targets tell.
 *
 * ## A phase
 *
 * ```
 * pending ──waiting──▶ waiting ──started──▶ running ──soaking──▶ soaking ──▶ succeeded, …_with_failures, failed
 *    └──(no gates)─started──────────────────▶ │ ▲  └──(no gates after)─────▶
 *    └──skipped (empty)                       step_started
 * ```
 *
 * Limits are fixed when it starts. A retry of one of its targets re-opens it, and closes the gates behind it:
 * a soak begins anew, and later phases wait again, even those that had begun, and whatever lies between them.
 *
 * ## The rollout
 *
 * `running ⇄ paused`, `rolling_back ⇄ paused`, all of them to `aborting`. What is in flight always finishes. While paused, nothing is sent to
 * a driver that could start something: neither a first start, nor a retry, nor a repeated one; but soaks
 * elapse and checks go on. `aborting` lasts until the last target is at rest.
 *
 * A gate's check is looked at from when the gate asks until what it stands before has begun: it opens when the
 * check has passed for long enough, closes again when it does not pass any more, and expires at its timeout. A
 * guard's check is looked at all the time the rollout runs, and its clock begins anew when that goes on.
 *
 * Impossible, whatever happens: two open attempts of one target, a start without a durable intent, a
 * generation that repeats, a count that differs from its targets.
 */

const handlers: Handlers<string> = {
  ...rolloutHandlers,
  ...phaseHandlers,
  ...gateHandlers,
  ...guardHandlers,
  ...targetHandlers,
}

/** Applies a change to the state, and notes it and the rows it touches in the turn. */
export function record(state: EngineState, turn: Turn, change: Change, now: number): void {
  const handler = handlers[change.type] as (scene: Scene, change: Change) => void
  const target = 'target' in change ? change.target : null
  if (target) turn.wide ||= isWide(target)
  handler({ state, turn, now }, change)
  if (target) turn.wide ||= isWide(target)
  turn.changes.push(Object.assign(change, { at: now, attempt: target?.attempts || null }) as Recorded)
}

/** Tells whether a target's row has more to tell than the fields that every step moves. */
const isWide = (target: Target): boolean =>
  target.reason !== null ||
  target.message !== null ||
  target.operationRef !== null ||
  target.retryAt !== null ||
  target.previous !== null ||
  target.nodes !== null ||
  target.spared ||
  target.pastReturn ||
  target.revertRound !== null
