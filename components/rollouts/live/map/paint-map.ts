import { palette, type Theme } from '@/lib/client/palette'
import type { Columns } from '@/lib/stream/columns'
import { isFailure } from '../next-failure'
import type { MapLayout } from './map-layout'

/** Cells below this are too small for a lone failure to be seen. */
const bloomBelow = 7

/** Draws what lies over the cells: failures larger than their cell, the focus and the open target. */
export function paintOverlay(
  pen: CanvasRenderingContext2D,
  layout: MapLayout,
  columns: Columns,
  theme: Theme,
  marks: { hover: number | null; focus: number | null; open: number | null },
): void {
  pen.clearRect(0, 0, layout.width, layout.height)
  const size = layout.pitch - layout.gap
  if (size < bloomBelow) bloom(pen, layout, columns, theme, size)
  const ink = theme === 'dark' ? '#e9eef4' : '#11161d'
  if (marks.hover !== null) ring(pen, layout, marks.hover, size, ink, 1)
  if (marks.open !== null) ring(pen, layout, marks.open, size, ink, 2)
  if (marks.focus !== null) ring(pen, layout, marks.focus, size, theme === 'dark' ? '#97a6ff' : '#3d4bd0', 2)
}

function bloom(
  pen: CanvasRenderingContext2D,
  layout: MapLayout,
  columns: Columns,
  theme: Theme,
  size: number,
): void {
  const grow = (bloomBelow - size) / 2
  pen.fillStyle = palette[theme].failed
  for (let index = 0; index < columns.size; index++) {
    if (!isFailure(columns, index)) continue
    pen.fillRect(
      (layout.x[index] as number) - grow,
      (layout.y[index] as number) - grow,
      bloomBelow,
      bloomBelow,
    )
  }
}

function ring(
  pen: CanvasRenderingContext2D,
  layout: MapLayout,
  index: number,
  size: number,
  colour: string,
  width: number,
): void {
  const out = 1.5
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.beginPath()
  pen.roundRect(
    (layout.x[index] as number) - out,
    (layout.y[index] as number) - out,
    size + 2 * out,
    size + 2 * out,
    4,
  )
  pen.stroke()
}
