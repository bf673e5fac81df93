/**
 * The shapes of states in a 12 × 12 box, as path data that both SVG and a canvas's Path2D draw.
 * `fill` paths are filled with the state's colour, `stroke` ones stroked with it, `cut` ones stroked
 * with the ground they lie on.
 */
export type Glyph =
  | 'hollow'
  | 'held'
  | 'running'
  | 'ring'
  | 'solid'
  | 'half'
  | 'cross'
  | 'undo'
  | 'dash'
  | 'partial'

export interface GlyphPath {
  d: string
  paint: 'fill' | 'stroke' | 'cut'
  /** Stroke width in units of the box. */
  width?: number
}

const disc = 'M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z'
const circle = 'M6 1.75a4.25 4.25 0 1 1 0 8.5a4.25 4.25 0 1 1 0-8.5z'

/** Paths per glyph, to be drawn in order. */
export const glyphPaths: Record<Glyph, readonly GlyphPath[]> = {
  hollow: [{ d: circle, paint: 'stroke', width: 1.5 }],
  held: [
    { d: circle, paint: 'stroke', width: 1.5 },
    { d: 'M4.9 4.3v3.4M7.1 4.3v3.4', paint: 'stroke', width: 1.3 },
  ],
  running: [
    { d: disc, paint: 'fill' },
    { d: 'M5 3.9L7.4 6L5 8.1', paint: 'cut', width: 1.5 },
  ],
  ring: [
    { d: circle, paint: 'stroke', width: 1.5 },
    { d: 'M6 4.1a1.9 1.9 0 1 1 0 3.8a1.9 1.9 0 1 1 0-3.8z', paint: 'fill' },
  ],
  solid: [
    { d: disc, paint: 'fill' },
    { d: 'M3.7 6.2L5.3 7.8L8.3 4.4', paint: 'cut', width: 1.5 },
  ],
  half: [
    { d: circle, paint: 'stroke', width: 1.5 },
    { d: 'M6 1.5a4.5 4.5 0 0 1 0 9z', paint: 'fill' },
  ],
  cross: [{ d: 'M2.2 2.2L9.8 9.8M9.8 2.2L2.2 9.8', paint: 'stroke', width: 2.4 }],
  undo: [
    { d: 'M4.4 1.9L2 4.3L4.4 6.7', paint: 'stroke', width: 1.5 },
    { d: 'M2.2 4.3H7a2.9 2.9 0 0 1 0 5.8H4.6', paint: 'stroke', width: 1.5 },
  ],
  dash: [{ d: 'M2 6H10', paint: 'stroke', width: 2.2 }],
  partial: [
    { d: disc, paint: 'fill' },
    { d: 'M6 3.3v3.4M6 8.3v0.3', paint: 'cut', width: 1.6 },
  ],
}
