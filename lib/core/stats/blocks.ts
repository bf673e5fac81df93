/**
 * How much a check speaks against clusters that were upgraded, compared with clusters that still wait, measured so that
 * one may look after every comparison and stop at once (see `evidence.ts` for what that takes).
 *
 * A block is one upgraded cluster and a few waiting ones, none of which was looked at before, all looked at at the same
 * moment. If an upgraded cluster is no more likely to fail than a waiting one, then among `size` of which `failing` fail,
 * the upgraded one is among these with a probability of failing / size, whatever the rate is and however it moves: an
 * outage that is everybody's says nothing. Against that stand ten odds ratios at once, each with a tenth of the weight;
 * the ratio of the two is an e-process, which ever reaches 1/α with a probability of at most α.
 */

/** How many times the odds of a waiting cluster an upgraded one has. */
const oddsRatios = [2, 3, 4, 6, 9, 14, 22, 35, 60, 120] as const

/** Numbers of blocks by their make-up, as `blockKey` writes it. */
export type Blocks = Readonly<Record<string, number>>

/** One block: how many were looked at, the upgraded one included, how many of them fail, and whether it is among them. */
export interface Block {
  readonly size: number
  readonly failing: number
  readonly upgradedFails: boolean
}

/** Tells whether a block says anything: where all or none fail it could not be otherwise. */
const isTelling = ({ size, failing }: Block): boolean => failing > 0 && failing < size

const blockKey = ({ size, failing, upgradedFails }: Block): string =>
  `${failing}/${size}${upgradedFails ? '+' : '-'}`

/** Adds a block to the others; one that says nothing leaves them as they are. */
export function withBlock(blocks: Blocks, block: Block): Blocks {
  if (!isTelling(block)) return blocks
  const key = blockKey(block)
  return { ...blocks, [key]: (blocks[key] ?? 0) + 1 }
}

/** Gives the evidence of blocks that upgraded clusters fail more than waiting ones: an e-value, 1 says nothing. */
export function blockEvidence(blocks: Blocks): number {
  const all = Object.entries(blocks).map(([key, count]) => ({ ...readKey(key), count }))
  let sum = 0
  for (const ratio of oddsRatios) {
    let log = 0
    for (const { size, failing, upgradedFails, count } of all) {
      const weight = failing * ratio
      const fails = weight / (weight + size - failing)
      const even = failing / size
      log += count * Math.log(upgradedFails ? fails / even : (1 - fails) / (1 - even))
    }
    sum += Math.exp(Math.min(600, log))
  }
  return sum / oddsRatios.length
}

function readKey(key: string): Block {
  const [failing = '0', size = '1'] = key.slice(0, -1).split('/')
  return { failing: Number(failing), size: Number(size), upgradedFails: key.endsWith('+') }
}
