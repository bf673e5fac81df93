import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { JsonObject } from '@/lib/core/shared/json'
import { ok, type Result } from '@/lib/core/shared/result'
import { afterDone, ask, gatesAt } from '../advance'
import { record } from '../apply'
import { tripBudgets } from '../budget'
import { staleWords } from '../decide-gate'
import type { RolloutHead } from '../model'
import { type Refusal, refuse } from '../refusal'
import { type EngineState, isDone, type Turn } from '../state'
import type { Amendment } from './amendment'
import { hasBegun } from './begun'
import { planAmendment } from './plan-amendment'
import { sideAfter, sideBefore } from './side'
import { weakens } from './weakens'

/** Somebody, as the event log names them. */
export interface Signed {
  readonly userId: number
  readonly user: string
}

/** Another policy for what is left; the state has all targets. */
export interface AmendCommand {
  readonly type: 'amend'
  readonly policy: ResolvedPolicy
  /** Frozen parameters of the operation, from which shuffles start. */
  readonly params: JsonObject
  readonly reason: string | null
  readonly proposedBy: Signed
  /** Who else has looked at it; null = nobody, which is enough for what only tightens. */
  readonly approvedBy: Signed | null
  /** Hash of the plan that is amended: another one has to be looked at first. */
  readonly planHash: string
  /** Clusters whose target failed after the newest event that whoever decides had seen. */
  readonly failedSince: readonly string[]
}

/** An amendment as it would be made at this moment, with each way in which it weakens what holds. */
export interface DraftAmendment {
  readonly amendment: Amendment
  readonly weakenings: readonly string[]
}

/** Works out an amendment without making it. */
export function draftAmendment(
  state: EngineState,
  policy: ResolvedPolicy,
  params: JsonObject,
): Result<DraftAmendment, Refusal> {
  const planned = planAmendment(state, policy, params)
  if (!planned.ok) return planned
  const amendment = planned.value
  return ok({ amendment, weakenings: weakens(sideBefore(state), sideAfter(state, amendment)) })
}

/**
 * Switches a rollout to another policy for what is left, in one step. What only tightens takes effect as it is
 * asked for; what weakens needs somebody else's approval. Gates that were asking ask anew, because whoever
 * approved had another plan before them. A budget that is exhausted as it is written now pauses at once.
 */
export function amend(
  state: EngineState,
  turn: Turn,
  asked: AmendCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const stale = whyStale(head, asked)
  if (stale) return stale
  const drafted = draftAmendment(state, asked.policy, asked.params)
  if (!drafted.ok) return drafted
  const { amendment, weakenings } = drafted.value
  const { proposedBy, approvedBy, reason } = asked
  if (weakenings.length > 0 && (approvedBy === null || approvedBy.userId === proposedBy.userId)) {
    const message = `This needs the approval of somebody else, because it is less careful: ${weakenings.join(' ')}`
    return refuse('forbidden', message, { weakenings })
  }
  const { planHash, relocated, phases } = amendment
  const totals = phases.map(({ id, total }) => ({ id, total }))
  const data = {
    reason,
    before: head.planHash,
    planHash,
    weakenings,
    moved: relocated,
    phases: totals,
    proposedBy,
    approvedBy,
  }
  record(state, turn, { type: 'rollout.amended', data, amendment }, now)
  askAnew(state, turn, amendment, now)
  for (const phase of state.phases) if (!isDone(phase)) tripBudgets(state, turn, phase.index, now)
  return ok(turn)
}

/** Refuses what was decided on another plan, or without knowing of failures; null = it is up to date. */
export function whyStale(
  { planHash }: Pick<RolloutHead, 'planHash'>,
  asked: Pick<AmendCommand, 'planHash' | 'failedSince'>,
): Result<never, Refusal> | null {
  if (asked.planHash !== planHash) {
    const message = `You looked at the plan ${asked.planHash.slice(0, 12)}; this rollout carries out the plan ${planHash.slice(0, 12)} by now. Look at that one, and amend it.`
    return refuse('stale', message, { planHash, asked: asked.planHash })
  }
  const { failedSince } = asked
  if (failedSince.length === 0) return null
  return refuse('stale', staleWords(failedSince, 'amend'), { failedSince })
}

/** Closes what was asked about another plan, and asks again where something waits for it. */
function askAnew(state: EngineState, turn: Turn, { resets }: Amendment, now: number): void {
  for (const id of resets) {
    const gate = state.gates.find((one) => one.id === id)
    if (gate) record(state, turn, { type: 'gate.reset', gate }, now)
  }
  for (const phase of state.phases) {
    if (isDone(phase)) continue
    if (phase.state === 'soaking') ask(state, turn, gatesAt(state, phase, 'after'), now)
    const windows = gatesAt(state, phase, 'before').filter(({ spec }) => spec.type === 'window')
    if (hasBegun(phase)) ask(state, turn, windows, now)
    else if (phase.state === 'waiting' && afterDone(state, phase)) {
      const gates = gatesAt(state, phase, 'before')
      const empty = phase.counts.pending === 0
      ask(state, turn, empty ? gates.filter(({ spec }) => 'always' in spec && spec.always) : gates, now)
    }
    if (hasBegun(phase)) {
      const asked = gatesAt(state, phase, `step:${phase.step + 1}`).filter(({ id }) => resets.includes(id))
      ask(state, turn, asked, now)
    }
  }
}
