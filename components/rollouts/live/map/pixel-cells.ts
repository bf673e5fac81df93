import { palette, type Theme } from '@/lib/client/palette'
import { cellPixels } from './cell-pixels'
import { appearanceOf, type CellPainter, cornerOf, dimAlpha, emptyAlpha, fullnessOf } from './look'

/**
 * Draws cells too small for a glyph, of which there are many: as numbers into the pixels of the whole map, which go
 * to the canvas at once. Ten thousand cost two milliseconds, where as many calls to the canvas cost a hundred.
 */
export class PixelCells implements CellPainter {
  private readonly image: ImageData
  private readonly pixels: Uint32Array
  private readonly made: Uint32Array[] = []
  private readonly side: number
  /** What has to be shown: columns and rows of pixels. */
  private left = Number.POSITIVE_INFINITY
  private top = Number.POSITIVE_INFINITY
  private right = 0
  private bottom = 0

  /**
   * @param margin room around the map on its canvas, CSS pixels.
   * @param size of a cell in CSS pixels.
   * @param ratio of device pixels to CSS pixels.
   */
  constructor(
    private readonly pen: CanvasRenderingContext2D,
    private readonly margin: number,
    private readonly size: number,
    private readonly ratio: number,
    private readonly theme: Theme,
  ) {
    this.image = pen.createImageData(pen.canvas.width, pen.canvas.height)
    this.pixels = new Uint32Array(this.image.data.buffer)
    this.side = Math.max(1, Math.round(size * ratio))
  }

  draw(look: number, x: number, y: number): void {
    const { side, pixels } = this
    const { width } = this.image
    const cell = this.cell(look)
    const left = Math.round((x + this.margin) * this.ratio)
    const top = Math.round((y + this.margin) * this.ratio)
    // Beyond the edge it would come in again at the other side.
    if (left + side > width) return
    let to = top * width + left
    for (let row = 0, from = 0; row < side; row++, to += width) {
      for (let column = 0; column < side; column++) pixels[to + column] = cell[from++] as number
    }
    if (left < this.left) this.left = left
    if (top < this.top) this.top = top
    if (left + side > this.right) this.right = left + side
    if (top + side > this.bottom) this.bottom = top + side
  }

  show(): void {
    const { left, top, right, bottom } = this
    if (right === 0) return
    this.pen.putImageData(this.image, 0, 0, left, top, right - left, bottom - top)
    this.left = this.top = Number.POSITIVE_INFINITY
    this.right = this.bottom = 0
  }

  private cell(look: number): Uint32Array {
    const known = this.made[look]
    if (known) return known
    const appearance = appearanceOf(look)
    const cell = cellPixels({
      side: this.side,
      corner: cornerOf(this.size) * this.ratio,
      colour: palette[this.theme][appearance.style.tone],
      full: fullnessOf(appearance),
      empty: emptyAlpha,
      alpha: appearance.dim ? dimAlpha : 1,
    })
    this.made[look] = cell
    return cell
  }
}
