import { type RunInput, simulate } from './simulate'
import type { Collision, Quantiles, Rehearsal, RunResult, Stop } from './types'
import { worstCase } from './worst-case'

/** Targets that all runs together simulate unless a number of runs is given, and the bounds of that number. */
const targetsWanted = 60_000
const runsWanted = { min: 5, max: 200 }
/** The most that may be asked for. */
export const rehearsalLimits = { targets: 100_000, targetsOfAllRuns: 500_000, runs: 500 } as const

export interface RehearsalInput extends RunInput {
  /** Null = as many as the size of the plan makes sensible. */
  readonly runs: number | null
}

/** The number of runs that a rehearsal of so many targets gets: fewer and fewer, since large numbers vary less. */
export function runsFor(targets: number, asked: number | null): number {
  const size = Math.max(1, targets)
  const wanted = asked ?? Math.min(runsWanted.max, Math.max(runsWanted.min, Math.floor(targetsWanted / size)))
  const affordable = Math.max(1, Math.floor(rehearsalLimits.targetsOfAllRuns / size))
  return Math.min(wanted, affordable, rehearsalLimits.runs)
}

/**
 * Rehearses a plan: runs it many times through the real core and sums up what happened. The same seed and beliefs
 * give the same answer. Yields often; whoever calls decides how much of the processor it gets.
 */
export function* rehearse(input: RehearsalInput): Generator<void, Rehearsal> {
  const { plan, fleet, startsAt, seed, beliefs } = input
  const count = runsFor(plan.counts.planned, input.runs)
  const runs: RunResult[] = []
  for (let i = 0; i < count; i++) runs.push(yield* simulate({ ...input, seed: `${seed}/${i}` }))
  const phaseRuns = (index: number) => runs.flatMap(({ phases }) => phases[index] ?? [])
  return {
    seed,
    runs: count,
    targets: plan.counts.planned,
    startsAt,
    end: quantiles(runs.map(({ endedAt, stop }) => (stop ? null : endedAt))),
    completes: share(runs, ({ stop }) => stop === null),
    stops: stopsOf(runs),
    peakInFlight: Math.max(0, ...runs.map(({ peakInFlight }) => peakInFlight)),
    expectedFailures: mean(runs, ({ failures }) => failures),
    tripShare: share(runs, ({ tripped }) => tripped),
    phases: plan.phases.map(({ id, targets }, index) => {
      const of = phaseRuns(index)
      return {
        id,
        targets: targets.length,
        start: quantiles(of.map(({ startedAt }) => startedAt)),
        end: quantiles(of.map(({ finishedAt }) => finishedAt)),
        expectedFailures: mean(of, ({ failures }) => failures),
        peakInFlight: Math.max(0, ...of.map(({ peakInFlight }) => peakInFlight)),
        tripShare: share(of, ({ tripped }) => tripped),
      }
    }),
    timeline: typical(runs).phases.map(({ enteredAt, startedAt, soakingAt, finishedAt }) => ({
      enteredAt,
      startedAt,
      soakingAt,
      finishedAt,
    })),
    collisions: collisionsOf(runs),
    worstCase: worstCase(plan, (name) => fleet.get(name)?.weight ?? 0),
    basis: beliefs.basis,
  }
}

/** The moments by which half, and nine in ten, of the runs were there; a run that never got there counts as never. */
function quantiles(moments: readonly (number | null)[]): Quantiles {
  const sorted = moments.map((at) => at ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  const at = (part: number) => {
    const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
    return value === undefined || value === Number.POSITIVE_INFINITY ? null : value
  }
  return { p50: at(0.5), p90: at(0.9) }
}

function mean<T>(items: readonly T[], of: (item: T) => number): number {
  return items.length === 0 ? 0 : items.reduce((sum, item) => sum + of(item), 0) / items.length
}

const share = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  mean(items, (item) => (is(item) ? 1 : 0))

/** The run in the middle: of those that came to their end, if any did. */
function typical(runs: readonly RunResult[]): RunResult {
  const ended = runs.filter(({ stop }) => stop === null)
  const by = (run: RunResult) => run.endedAt ?? Number.POSITIVE_INFINITY
  const sorted = [...(ended.length > 0 ? ended : runs)].sort((a, b) => by(a) - by(b))
  return sorted[(sorted.length - 1) >> 1] as RunResult
}

function stopsOf(runs: readonly RunResult[]): Stop[] {
  const byCause = new Map<string, { stop: NonNullable<RunResult['stop']>; count: number }>()
  for (const { stop } of runs) {
    if (!stop) continue
    const entry = byCause.get(stop.cause) ?? { stop, count: 0 }
    entry.count += 1
    byCause.set(stop.cause, entry)
  }
  return [...byCause.values()].map(({ stop, count }) => ({ ...stop, share: count / runs.length }))
}

function collisionsOf(runs: readonly RunResult[]): Collision[] {
  const keys = new Set(runs.flatMap(({ held }) => [...held.keys()]))
  return [...keys].flatMap((key) => {
    const all = runs.flatMap(({ held }) => held.get(key) ?? [])
    const [first] = all
    if (!first) return []
    return {
      kind: first.kind,
      what: first.what,
      until: first.until,
      phases: [...new Set(all.flatMap(({ phases }) => [...phases]))],
      targets: Math.max(...all.map(({ targets }) => targets)),
      share: all.length / runs.length,
    }
  })
}
