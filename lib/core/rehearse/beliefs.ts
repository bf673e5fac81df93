import type { Basis, Belief, Beliefs, Spell } from './types'

/** Ended attempts of one step on one kind of cluster. */
export interface SeenAttempts {
  readonly provider: string
  readonly version: string | null
  readonly step: 'apply' | 'verify'
  /** Those that succeeded, and how long these took. */
  readonly succeeded: number
  readonly p50Ms: number
  readonly p90Ms: number
}

/** Finished targets of one kind of cluster. */
export interface SeenTargets {
  readonly provider: string
  readonly version: string | null
  readonly succeeded: number
  readonly failed: number
}

/** What was seen of an operation before; everything may be empty. */
export interface History {
  readonly attempts: readonly SeenAttempts[]
  readonly targets: readonly SeenTargets[]
  /** Attempts that failed on targets that succeeded in the end, of all attempts on these. */
  readonly flakes: { readonly failed: number; readonly attempts: number }
  readonly approvals: { readonly count: number; readonly p50Ms: number }
}

/** What the caller wants to be assumed, whatever was seen. */
export interface Assume {
  /** How long an apply takes: the median. */
  readonly seconds?: number | undefined
  /** Probability that a target fails in the end. */
  readonly failureRate?: number | undefined
  readonly approvalDelayMs?: number | undefined
}

/**
 * What is believed when nothing was seen, and how much seeing it takes to give it up: so many observations weigh as
 * much as the prior. The times are those of a rolling restart; whoever knows better says so (`assume`).
 */
const prior = {
  apply: { medianMs: 300_000, sigma: 0.5, weight: 5 },
  verify: { medianMs: 15_000, sigma: 0.5, weight: 5 },
  approval: { medianMs: 3_600_000, sigma: 0.8, weight: 3 },
  failure: { rate: 0.01, weight: 20 },
  flake: { rate: 0.01, weight: 20 },
  /** A kind of cluster is believed to be like the operation elsewhere until this much of it was seen. */
  kindWeight: 10,
} as const

const p90OfNormal = 1.2816
const sigmaMax = 1.5

/**
 * Makes beliefs from history: medians and the 90th percentile rather than means, so that one attempt that hung does
 * not count; each kind of cluster (provider, version) drawn towards the operation as a whole, and that towards the
 * prior, the more the less was seen.
 */
export function believe(history: History, assume: Assume): Beliefs {
  const applies = history.attempts.filter(({ step }) => step === 'apply')
  const verifies = history.attempts.filter(({ step }) => step === 'verify')
  const apply = assumed(assume.seconds, pool(applies, prior.apply))
  const verify = pool(verifies, prior.verify)
  const failure = assume.failureRate ?? rate(sum(history.targets, 'failed'), finished(history), prior.failure)
  const kinds = new Map<string, Belief>()
  const seen = { applies: byKind(applies), verifies: byKind(verifies), targets: byKind(history.targets) }

  function of(cluster: { readonly provider: string; readonly version: string | null }): Belief {
    const key = kindKey(cluster)
    const known = kinds.get(key)
    if (known) return known
    const targets = seen.targets.get(key) ?? []
    const towards = { rate: failure, weight: prior.kindWeight }
    const belief: Belief = {
      apply: assumed(
        assume.seconds,
        pool(seen.applies.get(key) ?? [], { ...apply, weight: prior.kindWeight }),
      ),
      verify: pool(seen.verifies.get(key) ?? [], { ...verify, weight: prior.kindWeight }),
      failure:
        assume.failureRate ??
        rate(sum(targets, 'failed'), sum(targets, 'failed') + sum(targets, 'succeeded'), towards),
    }
    kinds.set(key, belief)
    return belief
  }

  const { approvals, flakes } = history
  const approval =
    assume.approvalDelayMs === undefined
      ? shrink(approvals.count, approvals.p50Ms, prior.approval.sigma, prior.approval)
      : { medianMs: assume.approvalDelayMs, sigma: 0 }
  const basis: Basis = {
    attempts: sum(history.attempts, 'succeeded'),
    targets: finished(history),
    approvals: approvals.count,
    apply,
    verify,
    failure,
    approval,
    assumed: [
      ...(assume.seconds === undefined ? [] : (['seconds'] as const)),
      ...(assume.failureRate === undefined ? [] : (['failureRate'] as const)),
      ...(assume.approvalDelayMs === undefined ? [] : (['approvalDelay'] as const)),
    ],
  }
  return { of, flake: rate(flakes.failed, flakes.attempts, prior.flake), approval, basis }
}

interface Towards extends Spell {
  readonly weight: number
}

/** Pools groups of attempts, weighted by their number, and draws the result towards what is believed anyway. */
function pool(groups: readonly SeenAttempts[], towards: Towards): Spell {
  const total = sum(groups, 'succeeded')
  if (total === 0) return { medianMs: towards.medianMs, sigma: towards.sigma }
  const mean = (of: (group: SeenAttempts) => number) =>
    groups.reduce((all, group) => all + of(group) * group.succeeded, 0) / total
  const median = Math.exp(mean(({ p50Ms }) => log(p50Ms)))
  const sigma = mean(({ p50Ms, p90Ms }) => (log(p90Ms) - log(p50Ms)) / p90OfNormal)
  return shrink(total, median, sigma, towards)
}

function shrink(count: number, medianMs: number, sigma: number, towards: Towards): Spell {
  const { weight } = towards
  const mix = (own: number, other: number) => (count * own + weight * other) / (count + weight)
  return {
    medianMs: Math.exp(mix(log(medianMs), log(towards.medianMs))),
    sigma: Math.min(sigmaMax, mix(sigma, towards.sigma)),
  }
}

const assumed = (seconds: number | undefined, otherwise: Spell): Spell =>
  seconds === undefined ? otherwise : { medianMs: seconds * 1_000, sigma: Math.min(otherwise.sigma, 0.5) }

const log = (ms: number): number => Math.log(Math.max(1, ms))

const rate = (
  failed: number,
  all: number,
  towards: { readonly rate: number; readonly weight: number },
): number => (failed + towards.weight * towards.rate) / (all + towards.weight)

const finished = ({ targets }: History): number => sum(targets, 'failed') + sum(targets, 'succeeded')

function sum<Key extends string>(items: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return items.reduce((total, item) => total + item[key], 0)
}

const kindKey = ({ provider, version }: { provider: string; version: string | null }): string =>
  `${provider}\0${version ?? ''}`

function byKind<T extends { readonly provider: string; readonly version: string | null }>(
  items: readonly T[],
): Map<string, T[]> {
  const kinds = new Map<string, T[]>()
  for (const item of items) kinds.set(kindKey(item), [...(kinds.get(kindKey(item)) ?? []), item])
  return kinds
}
