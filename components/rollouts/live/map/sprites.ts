import { type Glyph, type GlyphPath, glyphPaths } from '@/lib/client/glyphs'
import { palette, type Theme } from '@/lib/client/palette'
import type { StateStyle } from '@/lib/client/state-style'

/** From this size on a cell carries its glyph. */
const glyphSizeMin = 10

/** Draws cells: each look is drawn once and then only copied, so that a thousand changes cost a millisecond. */
export class Sprites {
  private readonly made = new Map<string, HTMLCanvasElement>()

  /**
   * @param size of a cell in CSS pixels.
   * @param ratio of device pixels to CSS pixels.
   */
  constructor(
    readonly size: number,
    private readonly ratio: number,
    private readonly theme: Theme,
  ) {}

  /** Copies a cell to a clear place in CSS pixels; `progress` (0 to 1) fills it from below. */
  draw(on: CanvasRenderingContext2D, style: StateStyle, progress: number | null, x: number, y: number): void {
    const sprite = this.sprite(style, progress)
    on.drawImage(sprite, x, y, this.size, this.size)
  }

  private sprite(style: StateStyle, progress: number | null): HTMLCanvasElement {
    const key = `${style.label}:${progress}`
    const known = this.made.get(key)
    if (known) return known
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = Math.max(1, Math.round(this.size * this.ratio))
    const pen = canvas.getContext('2d')
    if (pen) {
      pen.scale(canvas.width / this.size, canvas.width / this.size)
      this.paint(pen, style, progress)
    }
    this.made.set(key, canvas)
    return canvas
  }

  private paint(pen: CanvasRenderingContext2D, style: StateStyle, progress: number | null): void {
    const { size } = this
    const colour = palette[this.theme][style.tone]
    pen.beginPath()
    pen.roundRect(0, 0, size, size, size >= 12 ? 3 : size >= 7 ? 1.5 : 0)
    pen.clip()
    pen.fillStyle = colour
    // What is held back has not begun: its colour is there, but the cell is not full of it.
    const full = style.glyph === 'held' ? 0 : (progress ?? 1)
    pen.globalAlpha = 0.34
    pen.fillRect(0, 0, size, size)
    pen.globalAlpha = 1
    pen.fillRect(0, size * (1 - full), size, size * full)
    if (size >= glyphSizeMin) this.paintGlyph(pen, style)
  }

  /** A glyph on its own colour, in ink that reads on it. */
  private paintGlyph(pen: CanvasRenderingContext2D, style: StateStyle): void {
    // Nothing on it is the mark of what waits.
    if (style.tone === 'waiting') return
    const ink =
      style.glyph === 'held' ? palette[this.theme].held : (inkOn[this.theme][style.tone] ?? '#ffffff')
    const box = Math.min(this.size * 0.72, 14)
    const offset = (this.size - box) / 2
    pen.save()
    // Most cells of most maps: there, but quiet.
    pen.globalAlpha = style.tone === 'succeeded' ? 0.5 : 1
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
