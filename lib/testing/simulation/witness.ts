import { spreadValue } from '@/lib/core/rollout/limits'
import type { Phase, Target } from '@/lib/core/rollout/model'
import { resolveAmount } from '@/lib/core/shared/amount'
import type { Operation } from './plant'
import { eraAt, type Store, type Stored } from './store'

/** What was seen that must never be; each in words, with the moment. */
export type Violations = string[]

/** Judges each operation at the moment it really starts, by what runs outside and by what the rows say. */
export function judgeStart(
  operation: Operation,
  operations: readonly Operation[],
  store: Store,
  placesMax: number | null,
  violations: Violations,
): void {
  const stored = store.of(operation.rollout)
  const target = stored.targets.get(operation.targetId)
  const say = (words: string): void => {
    violations.push(`at ${operation.startedAt}, rollout ${operation.rollout}, ${target?.cluster}: ${words}`)
  }
  if (!target) {
    say('a cluster outside the plan was touched (6)')
    return
  }
  if (target.generation < operation.generation) say('it started before its intent was durable (3)')
  if (operations.some((one) => isTwin(one, operation))) say('two effects of one attempt (3)')

  const running = operations.filter((one) => one.state === 'running' && !isGivenUp(one, store))
  if (running.some((one) => one !== operation && one.clusterId === operation.clusterId))
    say('two operations run on one cluster (7)')

  // An attempt that the engine has fenced off and ended is late, not one of the present: it is never counted.
  if (isGivenUp(operation, store)) return
  const phase = stored.phases[target.phase]
  if (!phase?.resolved) {
    say('its phase has not started (2)')
    return
  }
  const { region } = target.facts
  const disturbed = new Set(
    [...store.broken].filter(([, where]) => where === region).map(([cluster]) => cluster),
  )
  for (const one of running) if (regionOf(one, store) === region) disturbed.add(one.clusterId)
  if (placesMax !== null && disturbed.size > placesMax)
    say(`${disturbed.size} run or are broken in ${region}, over the budget of ${placesMax} (1)`)
  const beside = running
    .filter((one) => one.rollout === operation.rollout)
    .flatMap((one) => stored.targets.get(one.targetId) ?? [])
    .filter((one) => one.phase === target.phase)
  const { rules, total } = boundBy(stored, phase, [target, ...beside])
  if (beside.length > resolveAmount(rules.maxInFlight, total, 'concurrency'))
    say(`${beside.length} run in ${phase.id}, over its limit (1)`)
  for (const { by, maxInFlight } of rules.spread) {
    const value = spreadValue(target.facts, by)
    const like = (list: Iterable<Target>) =>
      [...list].filter((one) => one.phase === target.phase && spreadValue(one.facts, by) === value)
    const max = resolveAmount(maxInFlight, like(stored.targets.values()).length, 'concurrency')
    if (like(beside).length > max) say(`${like(beside).length} run in ${by} ${value}, over ${max} (1)`)
  }
  const { failureBudget } = rules
  if (operation.step === 'apply' && failureBudget?.strict && phase.acknowledged === 0) {
    const fresh = beside.filter(({ reason }) => reason === null).length
    const budget = resolveAmount(failureBudget.max, total, 'budget')
    if (phase.charged + fresh > budget + 1)
      say(`${phase.charged} failed and ${fresh} run on a strict ${budget} (5)`)
  }
}

/**
 * Finds what bound a phase when the last of some targets took its place in it: an amendment that lowers a limit stops
 * nobody who had one, and holds for whoever comes after it.
 */
function boundBy(stored: Stored, phase: Phase, targets: readonly Target[]): Phase {
  const ids = new Set(targets.map(({ id }) => id))
  const last = stored.log.findLast(
    ({ type, target }) =>
      (type === 'target.started' || type === 'target.revert_started') &&
      target !== null &&
      ids.has(target.id),
  )
  return eraAt(stored, last?.seq ?? 0).phases.find(({ id }) => id === phase.id) ?? phase
}

const regionOf = ({ rollout, targetId }: Operation, store: Store) =>
  store.of(rollout).targets.get(targetId)?.facts.region

const isTwin = (one: Operation, other: Operation): boolean =>
  one !== other &&
  one.rollout === other.rollout &&
  one.targetId === other.targetId &&
  one.generation === other.generation

/**
 * Tells whether the engine has fenced an operation off and said so: its time was over, it was told to end, and
 * nobody confirmed. That alone, and no newer attempt, excuses an operation that still runs.
 */
export function isGivenUp({ rollout, targetId, generation }: Operation, store: Store): boolean {
  return store
    .of(rollout)
    .log.some(
      ({ type, target, data }) =>
        (type === 'target.failed' || type === 'target.revert_failed') &&
        target?.id === targetId &&
        target.generation === generation &&
        data.outcome === 'timed_out',
    )
}

/** Finds the ends of a log: what a rollout's public events say, in order. */
export const eventsOf = (stored: Stored, ...types: readonly string[]) =>
  stored.log.filter(({ type }) => types.includes(type))
