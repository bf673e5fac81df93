import { formatDuration } from '@/lib/client/format'
import { formatClock } from '@/lib/client/zone'
import type { Inks } from './inks'
import { atX, type Scale, ticksOf, toX } from './window'

export const axisHeight = 28

/** Draws the instants over the rows, in the chosen zone, and the one under the pointer. */
export function paintAxis(
  pen: CanvasRenderingContext2D,
  scale: Scale,
  ink: Inks,
  gutter: number,
  zone: string,
  hoverX: number | null,
): void {
  pen.clearRect(0, 0, gutter + scale.width, axisHeight)
  pen.fillStyle = ink.line
  pen.fillRect(0, axisHeight - 1, gutter + scale.width, 1)
  pen.font = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.textAlign = 'center'
  const { ticks, step } = ticksOf(scale)
  const write = (at: number) => labelOf(at, step, zone)
  for (const { at, x } of ticks) {
    const label = write(at)
    pen.fillStyle = ink.lineStrong
    pen.fillRect(gutter + Math.round(x), axisHeight - 6, 1, 5)
    pen.fillStyle = ink.ink3
    if (x > 24 && x < scale.width - 24) pen.fillText(label, gutter + x, axisHeight / 2 - 2)
  }
  paintGaps(pen, scale, ink, gutter)
  if (hoverX !== null && hoverX >= 0) {
    flag(
      pen,
      ink,
      gutter + Math.min(Math.max(hoverX, 34), scale.width - 34),
      formatClock(new Date(atX(scale, hoverX)), zone),
    )
  }
}

function paintGaps(pen: CanvasRenderingContext2D, scale: Scale, ink: Inks, gutter: number): void {
  for (const { from, to } of scale.fold.gaps) {
    const x = toX(scale, from)
    const width = toX(scale, to) - x
    const label = formatDuration(to - from)
    const wide = pen.measureText(label).width + 12
    const middle = Math.min(Math.max(x + width / 2, wide / 2), scale.width - wide / 2)
    if (x + width < 0 || x > scale.width) continue
    pen.fillStyle = ink.hover
    pen.beginPath()
    pen.roundRect(gutter + middle - wide / 2, 5, wide, 16, 4)
    pen.fill()
    pen.fillStyle = ink.ink2
    pen.fillText(label, gutter + middle, 13.5)
  }
}

function flag(pen: CanvasRenderingContext2D, ink: Inks, x: number, text: string): void {
  const width = pen.measureText(text).width + 12
  pen.fillStyle = ink.ink
  pen.beginPath()
  pen.roundRect(x - width / 2, 4, width, 18, 4)
  pen.fill()
  pen.fillStyle = ink.canvas
  pen.fillText(text, x, 13.5)
}

function labelOf(at: number, step: number, zone: string): string {
  if (step >= 24 * 3_600_000) {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at)
  }
  const clock = formatClock(new Date(at), zone)
  return step < 60_000 ? clock : clock.slice(0, 5)
}
