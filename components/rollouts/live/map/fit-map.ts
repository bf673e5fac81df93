import type { Grouping } from '../grouping'
import { type Arrangement, arrange, type Section } from './arrange-map'
import type { MapLayout } from './map-layout'

const pitches = [26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3] as const

/**
 * Lays sections out with the largest cells with which everything fits into `heightMax`, or the smallest there are.
 * @param size number of all cells; those of the sections are numbered below it.
 */
export function fitMap(
  by: Grouping['by'],
  sections: readonly Section[],
  size: number,
  width: number,
  heightMax: number,
): MapLayout {
  let chosen = arrange(by, sections, width, pitches[0])
  for (const pitch of pitches) {
    if (chosen.height <= heightMax) break
    chosen = arrange(by, sections, width, pitch)
  }
  const { pitch } = chosen
  const gap = pitch >= 16 ? 3 : pitch >= 9 ? 2 : 1
  return { ...chosen, width, gap, by, ...placesOf(size, chosen) }
}

/** Gives every target its place in its block, column by column. */
function placesOf(size: number, { blocks, pitch }: Arrangement): Pick<MapLayout, 'x' | 'y' | 'blockOf'> {
  const x = new Float32Array(size)
  const y = new Float32Array(size)
  const blockOf = new Uint16Array(size)
  blocks.forEach((block, at) => {
    block.targets.forEach((index, n) => {
      x[index] = block.x + Math.floor(n / block.rows) * pitch
      y[index] = block.y + (n % block.rows) * pitch
      blockOf[index] = at
    })
  })
  return { x, y, blockOf }
}
