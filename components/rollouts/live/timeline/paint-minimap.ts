import { palette, type Theme } from '@/lib/client/palette'
import type { Stretch } from '../view-state'
import { countUntil, type Density } from './density'
import type { Fold } from './fold'
import type { Inks } from './inks'
import { atX, makeScale, type Scale, toX } from './window'

export const minimapHeight = 40

const top = 6
const floor = minimapHeight - 8
/** Distance of two points of the curve, pixels. */
const stepPx = 3

/** Draws the whole time in small: what was in flight, failures as ticks, and the part that is on the screen. */
export function paintMinimap(
  pen: CanvasRenderingContext2D,
  input: {
    fold: Fold
    densities: readonly Density[]
    /** Of the rows above. */
    scale: Scale
    ink: Inks
    gutter: number
    theme: Theme
    brush: Stretch | null
  },
): void {
  const { fold, densities, scale, ink, gutter, theme, brush } = input
  const whole = makeScale(fold, null, scale.width)
  pen.clearRect(0, 0, gutter + whole.width, minimapHeight)
  pen.save()
  pen.translate(gutter, 0)
  paintFlight(pen, whole, densities, palette[theme].running)
  pen.fillStyle = palette[theme].failed
  for (const { failed } of densities) {
    for (const at of failed) pen.fillRect(Math.round(toX(whole, at)), floor + 1, 1.5, 5)
  }
  if (brush) {
    pen.fillStyle = ink.accent
    pen.globalAlpha = 0.25
    pen.fillRect(toX(whole, brush.from), 0, toX(whole, brush.to) - toX(whole, brush.from), minimapHeight)
    pen.globalAlpha = 1
  }
  const part = (u: number) => ((u - whole.from) / (whole.to - whole.from)) * whole.width
  const [left, right] = [Math.max(0, part(scale.from)), Math.min(whole.width, part(scale.to))]
  if (right - left < whole.width - 1) {
    pen.fillStyle = ink.canvas
    pen.globalAlpha = 0.6
    pen.fillRect(0, 0, left, minimapHeight)
    pen.fillRect(right, 0, whole.width - right, minimapHeight)
    pen.globalAlpha = 1
    pen.strokeStyle = ink.ink2
    pen.lineWidth = 1.5
    pen.beginPath()
    pen.roundRect(left + 0.75, 1.5, Math.max(4, right - left - 1.5), minimapHeight - 3, 4)
    pen.stroke()
  }
  pen.restore()
}

function paintFlight(
  pen: CanvasRenderingContext2D,
  whole: Scale,
  densities: readonly Density[],
  colour: string,
): void {
  const counts: number[] = []
  for (let x = 0; x <= whole.width; x += stepPx) {
    const at = atX(whole, x)
    counts.push(
      densities.reduce(
        (sum, { started, finished }) => sum + countUntil(started, at) - countUntil(finished, at),
        0,
      ),
    )
  }
  const most = counts.reduce((max, count) => Math.max(max, count), 1)
  pen.fillStyle = colour
  pen.globalAlpha = 0.8
  pen.beginPath()
  pen.moveTo(0, floor)
  counts.forEach((count, n) => {
    pen.lineTo(n * stepPx, floor - (count / most) * (floor - top))
  })
  pen.lineTo((counts.length - 1) * stepPx, floor)
  pen.closePath()
  pen.fill()
  pen.globalAlpha = 1
}
