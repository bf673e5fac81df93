import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import { countRevertFailed } from './budget'
import { isTouched, whyIrreversible } from './course'
import type { Target } from './model'
import { type Refusal, refuse } from './refusal'
import type { EngineState, Turn } from './state'
import { isFinished } from './states'

/**
 * Takes back what this rollout has done. `part` means the state's targets and leaves all others as they are;
 * otherwise all touched targets are meant (they have to be in the state), and what has not begun is cancelled.
 */
export interface RollbackCommand {
  readonly type: 'rollback'
  readonly reason: string | null
  readonly part: boolean
  readonly cancelInFlight: boolean
}

/** What a rollback would do with the touched targets of a state. */
export interface RollbackScope {
  /** To be taken back, those included that are in flight and come to rest first. */
  readonly revert: readonly Target[]
  /** Not to be taken back, each with the sentence that says why. */
  readonly left: readonly { readonly target: Target; readonly why: string }[]
}

/** Sorts targets into those that a rollback takes back and those that it has to leave, and says why. */
export function rollbackScope({ head, targets }: EngineState): RollbackScope {
  const revert: Target[] = []
  const left: { target: Target; why: string }[] = []
  for (const target of targets.values()) {
    const why = whyNotBack(head.rules.operation, target)
    if (why === null) revert.push(target)
    else left.push({ target, why })
  }
  return { revert, left }
}

function whyNotBack(operation: EngineState['head']['rules']['operation'], target: Target): string | null {
  if (target.state === 'reverted') return 'It was taken back already.'
  if (target.state === 'reverting') return 'It is being taken back.'
  if (!isTouched(target)) return 'It was not touched.'
  return whyIrreversible(operation, target)
}

/** Says why no rollback is possible now; null = one is. */
function whyNoRollback({ head }: EngineState): string | null {
  const { operation } = head.rules
  if (operation.revert === null) {
    return `The operation ${operation.name} has no revert, so nothing can be rolled back.`
  }
  if (head.state === 'draft') return 'This rollout has not begun: there is nothing to roll back.'
  if (head.rollback !== null && head.state === 'paused') {
    return 'Its rollback is paused: resume it.'
  }
  return null
}

/** The same for a rollback of all that was touched. */
export function whyNoWholeRollback(state: EngineState, scope: RollbackScope): string | null {
  const never = whyNoRollback(state)
  if (never !== null) return never
  const { revert, left } = scope
  const irreversible = left.filter(({ target }) => target.pastReturn)
  if (revert.length === 0 && irreversible.length > 0) {
    return `All that was touched is past the point of no return: ${names(irreversible.map(({ target }) => target))}.`
  }
  if (revert.length === 0 && isFinished(state.head.state)) return 'There is nothing left to roll back.'
  return null
}

/** Begins a rollback, or widens the one under way: to the whole rollout, to more clusters, or by a cancel. */
export function rollback(
  state: EngineState,
  turn: Turn,
  { reason, part, cancelInFlight }: RollbackCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const scope = rollbackScope(state)
  const why = part ? whyNoPart(state, scope) : whyNoWholeRollback(state, scope)
  if (why !== null) return refuse('conflict', why, head.state)
  const ending = head.rollback !== null || head.state === 'aborting'
  const cancels = cancelInFlight || (ending && head.cancelInFlight)
  if (head.rollback !== null && !isMore(state, scope, part, cancels)) {
    return refuse('conflict', 'This rollout is being rolled back already.', head.state)
  }
  const targets = part ? scope.revert.map(({ id }) => id).sort((a, b) => a - b) : null
  const data = { reason, cancelInFlight: cancels, targets }
  record(state, turn, { type: 'rollout.rolling_back', data }, now)
  return ok(turn)
}

/** The same for a rollback of chosen clusters: whoever names one that cannot be taken back is told of it. */
export function whyNoPart(state: EngineState, { revert, left }: RollbackScope): string | null {
  const never = whyNoRollback(state)
  if (never !== null) return never
  if (state.head.state === 'aborting') {
    return 'This rollout is being aborted: roll it back as a whole, or wait.'
  }
  if (left.length > 0) {
    const some = left.slice(0, 5).map(({ target, why }) => `${target.cluster}: ${why}`)
    const more = left.length > 5 ? ` And ${left.length - 5} more.` : ''
    return `These cannot be rolled back. ${some.join(' ')}${more}`
  }
  return revert.length === 0 ? 'There is nothing to roll back.' : null
}

function isMore({ head }: EngineState, { revert }: RollbackScope, part: boolean, cancels: boolean): boolean {
  if (cancels && !head.cancelInFlight) return true
  if (head.rollback === 'whole') return false
  return !part || revert.some(({ revertRound }) => revertRound !== head.rollbacks)
}

/** Goes on with a paused rollback; whoever does so after its budget tripped says how many failures they accept. */
export function resumeRollback(
  state: EngineState,
  turn: Turn,
  {
    reason,
    acknowledge,
    userId,
  }: { reason: string | null; acknowledge: number | null; userId: number | null },
  now: number,
): Result<Turn, Refusal> {
  const failures = state.head.pauseCause === 'budget' ? countRevertFailed(state) : 0
  if (failures > 0 && acknowledge === null) {
    return refuse(
      'conflict',
      `A failure budget is exhausted. To go on, accept the ${failures} that could not be taken back: acknowledge ${failures}.`,
      { failures },
    )
  }
  if (acknowledge !== null && acknowledge !== failures) {
    return refuse('stale', `There are ${failures} that could not be taken back, not ${acknowledge}.`, {
      failures,
    })
  }
  const overriderId = failures > 0 ? userId : null
  record(state, turn, { type: 'rollout.resumed', data: { reason, acknowledged: 0, overriderId } }, now)
  return ok(turn)
}

/** Gives targets that could not be taken back another try; opens a rollback of them where none is under way. */
export function retryReverts(state: EngineState, turn: Turn, now: number): Result<Turn, Refusal> {
  const { head } = state
  const targets = [...state.targets.values()]
  if (head.state === 'aborting') return refuse('conflict', 'This rollout is aborting.', head.state)
  if (head.rollback === null) {
    const data = {
      reason: null,
      cancelInFlight: false,
      targets: targets.map(({ id }) => id).sort((a, b) => a - b),
    }
    record(state, turn, { type: 'rollout.rolling_back', data }, now)
    return ok(turn)
  }
  const waiting = targets.filter(({ revertRound }) => revertRound === head.rollbacks)
  if (waiting.length > 0) return refuse('conflict', `These wait for their turn already: ${names(waiting)}.`)
  for (const target of targets) record(state, turn, { type: 'target.revert_retried', target }, now)
  return ok(turn)
}

const names = (targets: readonly Target[]): string =>
  `${targets
    .slice(0, 5)
    .map(({ cluster }) => cluster)
    .join(', ')}${targets.length > 5 ? ` and ${targets.length - 5} more` : ''}`
