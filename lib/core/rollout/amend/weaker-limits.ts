import type { ResolvedBudget, ResolvedGuard, ResolvedStop } from '@/lib/core/policy/resolved'
import { resolveAmount } from '@/lib/core/shared/amount'
import { formatDuration } from '@/lib/core/shared/duration'
import { same } from './begun'
import { type Side, type SidePhase, sizesBy } from './side'

/** Names each way in which the rules over the whole rollout are less careful than they were. */
export function weakerWhole(before: Side, after: Side): string[] {
  const budget = (side: Side): BudgetView | null =>
    side.policy.failureBudget && {
      rules: side.policy.failureBudget,
      max: resolveAmount(side.policy.failureBudget.max, side.total, 'budget'),
    }
  return [
    ...before.policy.guards.flatMap((guard) => weakerGuard(guard, after.policy.guards)),
    ...weakerBudget(budget(before), budget(after)).map((how) => `The whole rollout ${how}.`),
    ...weakerStop(before.policy.stop, after.policy.stop).map((how) => `The whole rollout ${how}.`),
  ]
}

function weakerGuard(guard: ResolvedGuard, guards: readonly ResolvedGuard[]): string[] {
  const now = guards.find(({ name }) => name === guard.name)
  const it = `The guard “${guard.name}”`
  if (!now) return [`${it} is gone.`]
  const said: string[] = []
  if (now.check !== guard.check || !same(now.with, guard.with))
    said.push(`${it} looks at something else, and whether that is as strict cannot be told.`)
  if (now.failAfterMs > guard.failAfterMs)
    said.push(
      `${it} pauses after ${formatDuration(now.failAfterMs)} instead of ${formatDuration(guard.failAfterMs)}.`,
    )
  if (now.everyMs > guard.everyMs)
    said.push(
      `${it} looks every ${formatDuration(now.everyMs)} instead of every ${formatDuration(guard.everyMs)}.`,
    )
  return said
}

/**
 * Says in which ways the limits of one phase are wider than those of another: the same phase before, or the one
 * that its clusters come from. Numbers are compared as they are resolved, because 10% of more is more.
 */
export function weakerLimits(before: SidePhase, after: SidePhase): string[] {
  const said: string[] = []
  const [was, is] = [before.limits, after.limits]
  if (is.maxInFlight > was.maxInFlight)
    said.push(`has up to ${is.maxInFlight} in flight instead of ${was.maxInFlight}`)
  const budget = ({ rules, limits }: SidePhase): BudgetView | null =>
    rules.failureBudget && { rules: rules.failureBudget, max: limits.budget ?? 0 }
  said.push(...weakerBudget(budget(before), budget(after)))
  said.push(...weakerStop(before.rules.stop, after.rules.stop))
  said.push(...weakerSpread(before, after))
  if (before.rules.unreachable.then === 'fail' && after.rules.unreachable.then === 'skip')
    said.push('skips unreachable clusters, which counted as failures')
  return said
}

/** Names the stops of a ramp that are gone, or come later than they did. */
export function weakerSteps(before: SidePhase, after: SidePhase): string[] {
  const size = after.limits.base
  const stops = ({ limits, begun, step }: SidePhase): number[] =>
    limits.steps.filter((end, n) => n < limits.steps.length - 1 && (!begun || n >= step) && end < size)
  const now = stops(after)
  let next = 0
  return stops(before).flatMap((end) => {
    if ((now[next] ?? Number.POSITIVE_INFINITY) <= end) {
      next += 1
      return []
    }
    return [`no longer stops after ${end} of its ${size}`]
  })
}

interface BudgetView {
  readonly rules: ResolvedBudget
  readonly max: number
}

const firmness = { pause: 0, abort: 1, rollback: 2 } as const

function weakerBudget(before: BudgetView | null, after: BudgetView | null): string[] {
  if (!before) return []
  if (!after) return ['has no failure budget of its own any more']
  const said: string[] = []
  if (after.max > before.max) said.push(`tolerates ${failures(after.max)} instead of ${before.max}`)
  if (before.rules.strict && !after.rules.strict)
    said.push('does not hold concurrency to its failure budget any more (strict)')
  const [was, is] = [before.rules.onExhausted, after.rules.onExhausted]
  if (firmness[is] < firmness[was])
    said.push(`answers an exhausted failure budget with ${is} instead of ${was}`)
  return said
}

const failures = (count: number): string => (count === 1 ? '1 failure' : `${count} failures`)

function weakerStop(before: ResolvedStop | undefined, after: ResolvedStop | undefined): string[] {
  if (!before) return []
  if (!after) return ['has no statistical stop any more']
  const said: string[] = []
  if (after.check !== before.check)
    said.push('stops by something else, and whether that is as strict cannot be told')
  if (after.falseAlarm < before.falseAlarm) said.push('stops on stronger evidence only (falseAlarm)')
  if ((after.baseline ?? 1) > (before.baseline ?? 1)) said.push('takes more failures for usual (baseline)')
  return said
}

function weakerSpread(before: SidePhase, after: SidePhase): string[] {
  return before.rules.spread.flatMap(({ by, maxInFlight }) => {
    const now = after.rules.spread.find((one) => one.by === by)
    if (!now) return [`is not spread by ${by} any more`]
    const had = sizesBy(before, by)
    for (const [value, size] of sizesBy(after, by)) {
      const is = resolveAmount(now.maxInFlight, size, 'concurrency')
      const was = resolveAmount(maxInFlight, had.get(value) ?? size, 'concurrency')
      if (is > was) return [`has up to ${is} in flight in ${by} ${value || '(none)'} instead of ${was}`]
    }
    return []
  })
}
