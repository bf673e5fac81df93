/** One cell as its pixels, each four bytes of red, green, blue and opacity. */
export interface CellShape {
  /** Pixels of a side. */
  readonly side: number
  /** Radius of the corners, pixels. */
  readonly corner: number
  /** #rrggbb */
  readonly colour: string
  /** Share that is full of the colour, from below. */
  readonly full: number
  /** Opacity where it is not. */
  readonly empty: number
  /** Opacity of all of it. */
  readonly alpha: number
}

/** Points per pixel and direction at which it is asked whether they lie in a rounded corner. */
const samples = 4

/** Computes the pixels of a cell, row by row from the top. */
export function cellPixels({ side, corner, colour, full, empty, alpha }: CellShape): Uint32Array {
  const bytes = new Uint8ClampedArray(side * side * 4)
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  for (let y = 0; y < side; y++) {
    // The row at which the full part begins is full in part.
    const filled = Math.min(1, Math.max(0, y + 1 - side * (1 - full)))
    for (let x = 0; x < side; x++) {
      const opacity = (empty + (1 - empty) * filled) * alpha * coverage(x, y, side, corner)
      bytes.set([red ?? 0, green ?? 0, blue ?? 0, Math.round(255 * opacity)], (y * side + x) * 4)
    }
  }
  return new Uint32Array(bytes.buffer)
}

/** Share of a pixel that lies within the rounded square. */
function coverage(x: number, y: number, side: number, corner: number): number {
  const near = (at: number) => at < corner || at + 1 > side - corner
  if (!near(x) || !near(y)) return 1
  let inside = 0
  for (let n = 0; n < samples * samples; n++) {
    const [px, py] = [x + ((n % samples) + 0.5) / samples, y + (Math.floor(n / samples) + 0.5) / samples]
    // Distance beyond the middle of the nearest corner's circle; outside of the corner's square there is none.
    const dx = Math.max(corner - px, px - (side - corner), 0)
    const dy = Math.max(corner - py, py - (side - corner), 0)
    if (dx * dx + dy * dy <= corner * corner) inside++
  }
  return inside / samples ** 2
}
