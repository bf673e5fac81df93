import type { StateStyle } from '@/lib/client/state-style'
import { codeOfCell, isRetryingCode, progressOfCell, stateOfCode } from '@/lib/stream/cell'
import { styleOfCode } from '../appearance'

/** Above the byte of a cell: what of its look is not the target's own. */
const heldBit = 0x100
const dimBit = 0x200
/** No cell looks like this: what was drawn so is always drawn anew. */
export const undrawn = 0xffff

/** How much is left of what a filter does not let through. */
export const dimAlpha = 0.14

/** Packs what decides how a cell looks into one number. */
export const lookOf = (cell: number, held: boolean, dim: boolean): number =>
  cell | (held ? heldBit : 0) | (dim ? dimBit : 0)

/** Tells whether two looks differ in nothing but in what a filter lets through. */
export const sameButDim = (one: number, other: number): boolean => ((one ^ other) & ~dimBit) === 0

/** What a look shows. */
export interface Appearance {
  readonly style: StateStyle
  /** 0 to 1; null = not told, or of no interest. */
  readonly progress: number | null
  readonly dim: boolean
}

/** Unpacks a look. */
export function appearanceOf(look: number): Appearance {
  const cell = look & 0xff
  const code = codeOfCell(cell)
  const moves = stateOfCode(code) === 'applying' && !isRetryingCode(code)
  return {
    style: styleOfCode(code, (look & heldBit) !== 0),
    progress: moves ? progressOfCell(cell) : null,
    dim: (look & dimBit) !== 0,
  }
}

/** How much of a cell is full of its colour. What is held back has not begun: its colour is there, but quiet. */
export const fullnessOf = ({ style, progress }: Appearance): number =>
  style.glyph === 'held' ? 0 : (progress ?? 1)

/** How visible the colour is in the part of a cell that is not full of it. */
export const emptyAlpha = 0.34

/** Radius of a cell's corners, for its size, both in CSS pixels. */
export const cornerOf = (size: number): number => (size >= 12 ? 3 : size >= 7 ? 1.5 : 0)

/** Draws cells of one size at places in CSS pixels. */
export interface CellPainter {
  /** Draws a look, over what is at its place unless that is known to be clear. */
  draw(look: number, x: number, y: number, clear: boolean): void
  /** Brings what was drawn to the screen. */
  show(): void
}
