import { describe, expect, it } from 'vitest'
import { drawComparisons } from '@/lib/testing/comparisons'
import { type Blocks, blockEvidence, withBlock } from './blocks'

const block = (size: number, failing: number, upgradedFails: boolean) => ({ size, failing, upgradedFails })
const all = (...blocks: ReturnType<typeof block>[]): Blocks => blocks.reduce(withBlock, {} as Blocks)

/** The highest evidence on the way of a drawn rollout. */
function highest(seed: string, upgraded: (n: number) => number, waiting: (n: number) => number): number {
  let most = 1
  for (const { evidence } of drawComparisons(seed, upgraded, waiting)) most = Math.max(most, evidence)
  return most
}
const shareOver = (enough: number, one: (seed: string) => number, runs = 2_000): number =>
  Array.from({ length: runs }, (_, i) => one(`run ${i}`)).filter((most) => most >= enough).length / runs

describe('comparisons of upgraded with waiting clusters', () => {
  it('say nothing while there are none, and when all or none fail', () => {
    expect(blockEvidence({})).toBe(1)
    expect(all(block(5, 0, false), block(5, 5, true))).toEqual({})
  })

  it('three failures that waiting clusters do not share are not enough for 1 %, four are', () => {
    const one = block(5, 1, true)
    expect(blockEvidence(all(one, one, one))).toBeLessThan(100)
    expect(blockEvidence(all(one, one, one, one))).toBeGreaterThan(100)
  })

  it('a waiting cluster that fails speaks for the upgraded ones', () => {
    const bad = all(block(5, 1, true), block(5, 1, true))
    expect(blockEvidence(withBlock(bad, block(5, 1, false)))).toBeLessThan(blockEvidence(bad))
  })

  it('stop at most the stated share of rollouts in which upgraded clusters are no worse, whatever the rate does', () => {
    const same = (rate: (n: number) => number) => shareOver(100, (seed) => highest(seed, rate, rate))
    expect(same(() => 0.02)).toBeLessThanOrEqual(0.01)
    expect(same(() => 0.3)).toBeLessThanOrEqual(0.01)
    // An outage of everybody in the middle.
    expect(same((n) => (n > 20 && n < 35 ? 0.9 : 0.05))).toBeLessThanOrEqual(0.01)
    expect(
      shareOver(20, (seed) =>
        highest(
          seed,
          () => 0.1,
          () => 0.1,
        ),
      ),
    ).toBeLessThanOrEqual(0.05)
  })

  it('find an upgrade that breaks clusters', () => {
    const worse = (rate: number) =>
      shareOver(
        100,
        (seed) =>
          highest(
            seed,
            () => rate,
            () => 0.02,
          ),
        500,
      )
    expect(worse(0.5)).toBeGreaterThan(0.99)
    expect(worse(0.2)).toBeGreaterThan(0.7)
  })
})
