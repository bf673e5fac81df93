import type { Plan, PlanPhase } from '@/lib/core/plan/types'
import { resolveAmount } from '@/lib/core/shared/amount'
import { chainsOf } from './chains'

/** Clusters that can fail, and the weight that can be on them. */
export interface Harm {
  readonly clusters: number
  readonly weight: number
}

export interface WorstCase {
  readonly whole: Harm
  /** By index of the phase. */
  readonly phases: readonly Harm[]
}

/** What one phase can lose: `tolerated` without stopping anything, `total` when it is the one that stops. */
interface Exposure {
  readonly tolerated: number
  readonly total: number
  readonly inFlight: number
  /** `heaviest(n)`: the weight of its n heaviest targets. */
  readonly heaviest: (count: number) => number
}

/**
 * Bounds what can fail before the rollout stops by itself, whatever the outside does: which targets fail, when, and
 * in which order. Nothing is assumed of rates. It rests on two facts that the engine keeps at every moment:
 *
 * - in a phase, failures and targets in flight together never exceed budget + concurrency (with `strict`:
 *   budget + 1), since a start needs a budget that is not exhausted, and a failure was in flight just before;
 * - phases of which one comes after the other are never in flight at once, so only one of each chain can lose more
 *   than it tolerates.
 *
 * The same holds for the rollout's budget over all phases. It is a bound until somebody intervenes: who resumes
 * after a stop, retries, or raises a budget gives away more. A rollback can fail too, and is not counted.
 */
export function worstCase(
  { phases, policy }: Pick<Plan, 'phases' | 'policy'>,
  weightOf: (cluster: string) => number,
): WorstCase {
  const planned = phases.reduce((sum, { targets }) => sum + targets.length, 0)
  const whole = policy.failureBudget && {
    max: resolveAmount(policy.failureBudget.max, planned, 'budget'),
    strict: policy.failureBudget.strict,
  }
  const exposures = phases.map((phase) => exposureOf(phase, whole, weightOf))
  const ids = phases.map(({ id }) => id)
  const chains = chainsOf(phases.map(({ after }) => after.map((id) => ids.indexOf(id))))
  const byPhases = boundByPhases(exposures, chains)
  const byRollout = whole && boundByRollout(exposures, chains, whole)
  return {
    whole: byRollout ? smaller(byPhases, byRollout) : byPhases,
    phases: exposures.map(({ total, heaviest }) => ({ clusters: total, weight: heaviest(total) })),
  }
}

interface RolloutLimit {
  readonly max: number
  readonly strict: boolean
}

function exposureOf(
  { targets, numbers, rules }: PlanPhase,
  whole: RolloutLimit | null,
  weightOf: (cluster: string) => number,
): Exposure {
  const size = targets.length
  const slots = Math.min(size, numbers.maxInFlight, ...numbers.spread.map(({ values }) => placesOf(values)))
  const budget = numbers.failureBudget
  const strict = rules.failureBudget?.strict === true
  const tolerated = Math.min(size, budget ?? size)
  const own = budget === null ? size : strict ? budget + 1 : budget + slots
  const shared = whole === null ? size : whole.strict ? whole.max + 1 : whole.max + slots
  const inFlight = budget !== null && strict ? Math.min(slots, budget + 1) : slots
  const weights = targets.map(({ cluster }) => weightOf(cluster)).sort((a, b) => b - a)
  const sums = [0]
  for (const weight of weights) sums.push((sums.at(-1) as number) + weight)
  return {
    tolerated,
    total: Math.min(size, own, shared),
    inFlight,
    heaviest: (count) => sums[Math.min(count, size)] as number,
  }
}

const placesOf = (values: readonly { readonly targets: number; readonly maxInFlight: number }[]): number =>
  values.reduce((sum, { targets, maxInFlight }) => sum + Math.min(targets, maxInFlight), 0)

/** Every phase loses what it tolerates, and one of each chain what is in flight besides. */
function boundByPhases(exposures: readonly Exposure[], chains: readonly (readonly number[])[]): Harm {
  const least = exposures.map((one) => Math.min(one.tolerated, one.total))
  const sum = (of: (one: Exposure, least: number) => number) =>
    exposures.reduce((total, one, i) => total + of(one, least[i] as number), 0)
  const over = (of: (one: Exposure, least: number) => number) =>
    chains.reduce(
      (total, chain) =>
        total + Math.max(...chain.map((i) => of(exposures[i] as Exposure, least[i] as number))),
      0,
    )
  return {
    clusters: sum((_, n) => n) + over(({ total }, n) => total - n),
    weight:
      sum(({ heaviest }, n) => heaviest(n)) + over((one, n) => one.heaviest(one.total) - one.heaviest(n)),
  }
}

/** The rollout loses its budget, and what one phase of each chain has in flight besides. */
function boundByRollout(
  exposures: readonly Exposure[],
  chains: readonly (readonly number[])[],
  { max, strict }: RolloutLimit,
): Harm {
  const flying = chains.reduce(
    (total, chain) => total + Math.max(...chain.map((i) => (exposures[i] as Exposure).inFlight)),
    0,
  )
  const most = exposures.reduce((sum, { total }) => sum + total, 0)
  const clusters = Math.min(most, strict ? max + 1 : max + flying)
  const heaviest = exposures
    .flatMap(({ total, heaviest: top }) => Array.from({ length: total }, (_, i) => top(i + 1) - top(i)))
    .sort((a, b) => b - a)
  return { clusters, weight: heaviest.slice(0, clusters).reduce((sum, weight) => sum + weight, 0) }
}

const smaller = (a: Harm, b: Harm): Harm => ({
  clusters: Math.min(a.clusters, b.clusters),
  weight: Math.min(a.weight, b.weight),
})
