/**
 * How much the failures of a rollout speak against what was expected, measured so that one may look at it after every
 * single target and stop at the first moment that it is enough, without being wrong more often than stated.
 *
 * The measure is a likelihood ratio. Under the null hypothesis each target fails with a probability of at most
 * `baseline`, whatever happened before it. Against it stand ten worse rates at once, each with a tenth of the weight
 * (a mixture), so that a little worse and much worse are both found. Under the null hypothesis such a ratio is a
 * supermartingale that begins at 1, and by Ville's inequality the probability that it *ever* reaches 1/α is at most α:
 * an e-process, "anytime-valid". A p-value of a fixed sample has no such right to be looked at twice.
 */

/** How many times the odds of the baseline the alternatives have. */
const oddsRatios = [2, 3, 4, 6, 9, 14, 22, 35, 60, 120] as const

/** What has been seen: targets that were started, and those of them that have failed. */
export interface Seen {
  readonly trials: number
  readonly failures: number
}

/**
 * Gives the evidence against the baseline as an e-value: 1 says nothing, 100 is reached with a probability of at
 * most 1 % when targets fail no more often than the baseline says.
 *
 * A target that is still in flight is to be counted as a trial without failure. Then what is computed is never more
 * than the ratio will be when all of these have ended, in order of their starts, so it does not matter how much
 * sooner a failure shows than a success.
 *
 * @param baseline the share that may fail, above 0 and below 1
 */
export function evidence({ trials, failures }: Seen, baseline: number): number {
  const odds = baseline / (1 - baseline)
  let sum = 0
  for (const ratio of oddsRatios) {
    const worse = (odds * ratio) / (1 + odds * ratio)
    const failure = Math.log(worse / baseline)
    const success = Math.log((1 - worse) / (1 - baseline))
    sum += Math.exp(Math.min(evidenceLogMax, failures * failure + (trials - failures) * success))
  }
  return sum / oddsRatios.length
}

/** Far beyond any threshold; keeps the sum finite. */
const evidenceLogMax = 600

/** Assumed of an operation of which nothing was seen. */
const assumed = { rate: 0.02, trials: 50 } as const
/** One-sided 95 %. */
const z = 1.645
const baselineMin = 0.001
const baselineMax = 0.5

/**
 * Takes a baseline from history: an upper bound of the rate, not the rate, since a rate from few observations may
 * well be higher in truth, and a baseline that is too low would stop rollouts that are no worse than those before.
 * With nothing seen it is 5 %; with 10 failures of 1,000 it is 1.6 %.
 */
export function baselineFrom({ trials, failures }: Seen): number {
  const size = trials + assumed.trials
  const rate = (failures + assumed.rate * assumed.trials) / size
  const upper = rate + z * Math.sqrt((rate * (1 - rate)) / size)
  return Math.min(baselineMax, Math.max(baselineMin, Math.round(upper * 1_000) / 1_000))
}
