import { formatDuration } from '@/lib/client/format'
import { formatClock } from '@/lib/client/zone'
import type { Stretch } from '../view-state'
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
  brush: Stretch | null,
): void {
  pen.clearRect(0, 0, gutter + scale.width, axisHeight)
  pen.fillStyle = ink.line
  pen.fillRect(0, axisHeight - 1, gutter + scale.width, 1)
  if (brush) {
    const left = Math.max(0, toX(scale, brush.from))
    const right = Math.min(scale.width, toX(scale, brush.to))
    pen.fillStyle = ink.accent
    pen.globalAlpha = 0.18
    pen.fillRect(gutter + left, 0, Math.max(0, right - left), axisHeight)
    pen.globalAlpha = 1
  }
  pen.font = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.textAlign = 'center'
  const { ticks, step } = ticksOf(scale)
  const write = (at: number) => labelOf(at, step, zone)
  const gaps = gapLabels(pen, scale)
  for (const { at, x } of ticks) {
    pen.fillStyle = ink.lineStrong
    pen.fillRect(gutter + Math.round(x), axisHeight - 6, 1, 5)
    const label = write(at)
    const half = pen.measureText(label).width / 2 + 6
    const covered = gaps.some(({ from, to }) => x + half > from && x - half < to)
    pen.fillStyle = ink.ink3
    if (x > half && x < scale.width - half && !covered) pen.fillText(label, gutter + x, axisHeight / 2 - 2)
  }
  for (const gap of gaps) paintGap(pen, gap, ink, gutter)
  if (hoverX !== null && hoverX >= 0) {
    flag(
      pen,
      ink,
      gutter + Math.min(Math.max(hoverX, 34), scale.width - 34),
      formatClock(new Date(atX(scale, hoverX)), zone),
    )
  }
}

interface GapLabel {
  from: number
  to: number
  text: string
}

/** Where the lengths of folded stretches are written: over the middle of each, as far as that can be seen. */
function gapLabels(pen: CanvasRenderingContext2D, scale: Scale): GapLabel[] {
  return scale.fold.gaps.flatMap(({ from, to }) => {
    const x = toX(scale, from)
    const end = toX(scale, to)
    if (end < 0 || x > scale.width) return []
    const text = formatDuration(to - from)
    const half = pen.measureText(text).width / 2 + 6
    const middle = Math.min(Math.max((x + end) / 2, half), scale.width - half)
    return [{ from: middle - half, to: middle + half, text }]
  })
}

function paintGap(
  pen: CanvasRenderingContext2D,
  { from, to, text }: GapLabel,
  ink: Inks,
  gutter: number,
): void {
  pen.fillStyle = ink.hover
  pen.beginPath()
  pen.roundRect(gutter + from, 5, to - from, 16, 4)
  pen.fill()
  pen.fillStyle = ink.ink2
  pen.fillText(text, gutter + (from + to) / 2, 13.5)
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
