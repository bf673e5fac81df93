import { createRandom } from '@/lib/core/shared/random'
import { type Blocks, blockEvidence, withBlock } from '@/lib/core/stats/blocks'

/** Waiting clusters beside each upgraded one, and comparisons of a rollout, as of 300 clusters. */
const beside = 4
const comparisonsMax = 60

/** What is known after one more comparison. */
export interface Compared {
  readonly evidence: number
  readonly upgradedFails: boolean
}

/**
 * Draws the comparisons of a rollout of random order for a statistical stop: each upgraded cluster beside four that
 * wait, each failing with the probability that the n-th of its kind has. The same seed draws the same.
 */
export function* drawComparisons(
  seed: string,
  upgraded: (n: number) => number,
  waiting: (n: number) => number,
): Generator<Compared> {
  const random = createRandom(seed)
  let seen: Blocks = {}
  for (let n = 0; n < comparisonsMax; n++) {
    const upgradedFails = random.next() < upgraded(n)
    const others = Array.from({ length: beside }, () => random.next() < waiting(n)).filter(Boolean).length
    seen = withBlock(seen, { size: beside + 1, failing: others + (upgradedFails ? 1 : 0), upgradedFails })
    yield { evidence: blockEvidence(seen), upgradedFails }
  }
}
