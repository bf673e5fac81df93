import { noWayBack } from '@/lib/core/plan/warnings'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import { hashJson } from '@/lib/core/shared/hash'
import type { JsonObject } from '@/lib/core/shared/json'
import { ok, type Result } from '@/lib/core/shared/result'
import { isExhausted, phaseBudget, rolloutBudget } from '../limits'
import type { Phase, RolloutHead } from '../model'
import { type Refusal, type RefusedPart, refuse, refuseParts } from '../refusal'
import { type EngineState, isDone } from '../state'
import type { Amendment, Move } from './amendment'
import { pastChanges, same } from './begun'
import { rebuildGates, rebuildGuards } from './rebuild-gates'
import { rebuildPhases } from './rebuild-phases'
import { type Replan, replan } from './replan'

const amendable: ReadonlySet<string> = new Set(['running', 'paused'])

/** Says why nothing can be amended in a rollout at this moment; null = it can. */
export function whyNotAmendable(head: RolloutHead, phases: readonly Phase[]): string | null {
  if (head.rollback !== null) return 'This rollout is being rolled back: nothing new starts in it.'
  if (head.state === 'draft') return 'This rollout has not begun: launch it anew, with another policy.'
  if (!amendable.has(head.state)) return `This rollout is ${head.state.replaceAll('_', ' ')}.`
  return phases.every(isDone) ? 'Every phase of this rollout is over: nothing is left to amend.' : null
}

/**
 * Plans the switch of a rollout to another policy. Nothing is changed; a refusal says why it cannot be, and the
 * same rollout and policy always give the same amendment.
 *
 * @param state with all targets of the rollout
 */
export function planAmendment(
  state: EngineState,
  policy: ResolvedPolicy,
  params: JsonObject,
): Result<Amendment, Refusal> {
  const { head } = state
  const never = whyNotAmendable(head, state.phases)
  if (never !== null) return refuse('conflict', never, head.state)
  const past = pastChanges(state.phases, policy)
  if (past.length > 0) return refuseParts(past)
  const stuck = noWayBack(policy, head.rules.operation).map(({ message }) => message)
  if (stuck.length > 0) return refuse('conflict', `This cannot be: ${stuck.join('; ')}.`, { problems: stuck })
  const planned = replan(state, policy, params)
  if (!planned.ok) return refuse('conflict', planned.error)

  const plan = planned.value
  const phases = rebuildPhases(state.phases, policy, plan)
  const { gates, resets } = rebuildGates(state.gates, phases, policy)
  const moves = movesOf(plan)
  if (same(policy, head.rules.policy) && moves.length === 0) {
    return refuse('conflict', 'This changes nothing.')
  }
  for (const phase of phases) {
    if (phase.state !== 'soaking') continue
    const soaks = gates.filter((gate) => gate.phase === phase.index && gate.place === 'after')
    const until = soaks.filter(({ spec }) => spec.type === 'soak').map(({ expiresAt }) => expiresAt ?? 0)
    phase.soakUntil = until.length > 0 ? Math.max(...until) : null
  }
  const spent = spentBudgets(head, policy, phases)
  if (spent.length > 0) return refuseParts(spent)
  const planHash = amendedHash(head, policy, params, plan)
  const guards = rebuildGuards(state.guards, policy)
  const relocated = countRelocated(state.phases, phases, plan)
  return ok({ policy, planHash, phases, gates, guards, moves, relocated, resets })
}

function movesOf(plan: Replan): Move[] {
  return plan.flatMap((targets, phase) =>
    targets.flatMap((target, position) =>
      target.phase === phase && target.position === position ? [] : [{ target: target.id, phase, position }],
    ),
  )
}

function countRelocated(before: readonly Phase[], after: readonly Phase[], plan: Replan): number {
  return plan.reduce((sum, targets, phase) => {
    const id = after[phase]?.id
    const there = targets.filter((target, at) => before[target.phase]?.id === id && target.position === at)
    return sum + targets.length - there.length
  }, 0)
}

/** A budget that is exhausted as it is written would abort, or turn the rollout back, by an amendment. */
function spentBudgets(head: RolloutHead, policy: ResolvedPolicy, phases: readonly Phase[]): RefusedPart[] {
  const whole = rolloutBudget({ ...head, rules: { ...head.rules, policy } })
  const own = phases.map((phase) => ({ budget: isDone(phase) ? null : phaseBudget(phase), phase }))
  return [...own, { budget: whole, phase: null }].flatMap(({ budget, phase }) => {
    if (budget === null || !isExhausted(budget) || budget.rules.onExhausted === 'pause') return []
    const { charged, max, rules } = budget
    const end = rules.onExhausted === 'abort' ? 'abort it' : 'roll it back'
    const message = `A failure budget of ${max} is exhausted already, ${charged} have failed: that would ${end} at once. If that is meant, ${end}.`
    return [
      { path: [...(phase ? ['spec', 'phases', String(phase.index)] : ['spec']), 'failureBudget'], message },
    ]
  })
}

/** Hashes what approvals of the amended rollout are about; going back to an old policy is a new plan, too. */
function amendedHash(head: RolloutHead, policy: ResolvedPolicy, params: JsonObject, plan: Replan): string {
  const targets = policy.phases.map(({ id }, i) => [id, (plan[i] ?? []).map(({ cluster }) => cluster)])
  return hashJson({ operation: head.rules.operation, params, policy, targets, amends: head.planHash })
}
