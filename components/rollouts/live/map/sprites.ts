import { type Glyph, type GlyphPath, glyphPaths } from '@/lib/client/glyphs'
import { palette, type Theme } from '@/lib/client/palette'
import type { StateStyle } from '@/lib/client/state-style'
import {
  type Appearance,
  appearanceOf,
  type CellPainter,
  cornerOf,
  dimAlpha,
  emptyAlpha,
  fullnessOf,
} from './look'

/** From this size on a cell carries its glyph, CSS pixels. */
export const glyphSizeMin = 10

/** Draws cells with glyphs: each look is drawn once, and then only copied. */
export class Sprites implements CellPainter {
  private readonly made: HTMLCanvasElement[] = []

  /**
   * @param size of a cell in CSS pixels.
   * @param ratio of device pixels to CSS pixels.
   */
  constructor(
    private readonly pen: CanvasRenderingContext2D,
    private readonly size: number,
    private readonly ratio: number,
    private readonly theme: Theme,
  ) {}

  draw(look: number, x: number, y: number, clear: boolean): void {
    const { pen, size } = this
    if (!clear) pen.clearRect(x, y, size, size)
    pen.drawImage(this.sprite(look), x, y, size, size)
  }

  /** The canvas shows by itself what was drawn on it. */
  show(): void {}

  private sprite(look: number): HTMLCanvasElement {
    const known = this.made[look]
    if (known) return known
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = Math.max(1, Math.round(this.size * this.ratio))
    const pen = canvas.getContext('2d')
    if (pen) {
      pen.scale(canvas.width / this.size, canvas.width / this.size)
      this.paint(pen, appearanceOf(look))
    }
    this.made[look] = canvas
    return canvas
  }

  private paint(pen: CanvasRenderingContext2D, appearance: Appearance): void {
    const { size } = this
    const { style, dim } = appearance
    const full = fullnessOf(appearance)
    const alpha = dim ? dimAlpha : 1
    pen.beginPath()
    pen.roundRect(0, 0, size, size, cornerOf(size))
    pen.clip()
    pen.fillStyle = palette[this.theme][style.tone]
    pen.globalAlpha = emptyAlpha * alpha
    pen.fillRect(0, 0, size, size * (1 - full))
    pen.globalAlpha = alpha
    pen.fillRect(0, size * (1 - full), size, size * full)
    this.paintGlyph(pen, style, alpha)
  }

  /** A glyph on its own colour, in ink that reads on it. */
  private paintGlyph(pen: CanvasRenderingContext2D, style: StateStyle, alpha: number): void {
    // Nothing on it is the mark of what waits.
    if (style.tone === 'waiting') return
    const ink =
      style.glyph === 'held' ? palette[this.theme].held : (inkOn[this.theme][style.tone] ?? '#ffffff')
    const box = Math.min(this.size * 0.72, 14)
    const offset = (this.size - box) / 2
    pen.save()
    // Most cells of most maps: there, but quiet.
    pen.globalAlpha = alpha * (style.tone === 'succeeded' ? 0.5 : 1)
    pen.translate(offset, offset)
    pen.scale(box / 12, box / 12)
    pen.lineCap = 'round'
    pen.lineJoin = 'round'
    pen.strokeStyle = pen.fillStyle = ink
    for (const path of marks(style.glyph)) {
      pen.lineWidth = (path.width ?? 1.5) * 1.15
      if (path.paint === 'fill') pen.fill(new Path2D(path.d))
      else pen.stroke(new Path2D(path.d))
    }
    pen.restore()
  }
}

/** What a glyph shows inside its outline; the cell is the outline here. */
function marks(glyph: Glyph): readonly GlyphPath[] {
  const paths = glyphPaths[glyph]
  if (glyph === 'held') return paths.slice(1)
  const cuts = paths.filter(({ paint }) => paint === 'cut')
  return cuts.length > 0 ? cuts : paths
}

const inkOn: Record<Theme, Partial<Record<StateStyle['tone'], string>>> = {
  dark: {
    running: '#06203f',
    verifying: '#063034',
    retrying: '#3d2b00',
    'rolled-back': '#4a0b20',
    skipped: '#11180f',
  },
  light: {},
}
