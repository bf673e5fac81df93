import type { MapLayout } from './map-layout'

/** Finds the target at a point of the map; null between cells. */
export function hitMap(layout: MapLayout, x: number, y: number): number | null {
  for (const block of layout.blocks) {
    const column = Math.floor((x - block.x) / layout.pitch)
    const row = Math.floor((y - block.y) / layout.pitch)
    if (column < 0 || row < 0 || row >= block.rows || column >= block.columns) continue
    return block.targets[column * block.rows + row] ?? null
  }
  return null
}

export type MapMove = 'up' | 'down' | 'left' | 'right' | 'block-back' | 'block-on' | 'first' | 'last'

/** Gives the target that the keyboard gets to from another; the same one at an edge. */
export function moveOnMap(layout: MapLayout, from: number, move: MapMove): number {
  const at = layout.blockOf[from] ?? 0
  const block = layout.blocks[at]
  if (!block) return from
  if (move === 'first') return layout.blocks[0]?.targets[0] ?? from
  if (move === 'last') return layout.blocks.at(-1)?.targets.at(-1) ?? from
  if (move === 'block-back') return layout.blocks[at - 1]?.targets[0] ?? from
  if (move === 'block-on') return layout.blocks[at + 1]?.targets[0] ?? from
  const n = block.targets.indexOf(from)
  const step = { up: -1, down: 1, left: -block.rows, right: block.rows }[move]
  const inside = block.targets[n + step]
  if (inside !== undefined && n + step >= 0) return inside
  if (move === 'left') return layout.blocks[at - 1]?.targets.at(-1) ?? from
  if (move === 'right')
    return block.targets.at(-1) === from
      ? (layout.blocks[at + 1]?.targets[0] ?? from)
      : (block.targets.at(-1) ?? from)
  return move === 'up'
    ? (layout.blocks[at - 1]?.targets.at(-1) ?? from)
    : (layout.blocks[at + 1]?.targets[0] ?? from)
}
