import type { MapLayout } from '@/components/rollouts/live/map/map-layout'
import { mapMargin } from '@/components/rollouts/live/map/use-map-canvas'
import { palette, type Theme } from '@/lib/client/palette'

const inks: Record<Theme, { cell: string; chosen: string }> = {
  light: { cell: '#11161d', chosen: '#3d4bd0' },
  dark: { cell: '#e9eef4', chosen: '#97a6ff' },
}

/**
 * Draws the fleet: a square per cluster, as strong as its version is new; what is in flight in the colour of that with a
 * slit across it, what is selected in the accent colour with a hole in it, so that neither is told by colour alone.
 */
export function paintFleet(
  canvas: HTMLCanvasElement,
  {
    layout,
    shades,
    chosen,
    busy,
    theme,
  }: {
    layout: MapLayout
    shades: Float32Array
    chosen: (index: number) => boolean
    /** Whether a rollout is at work on it. */
    busy: (index: number) => boolean
    theme: Theme
  },
): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.ceil((layout.width + 2 * mapMargin) * ratio)
  canvas.height = Math.ceil((layout.height + 2 * mapMargin) * ratio)
  pen.setTransform(ratio, 0, 0, ratio, mapMargin * ratio, mapMargin * ratio)
  const size = layout.pitch - layout.gap
  const ink = inks[theme]
  for (let index = 0; index < shades.length; index++) {
    const [x, y] = [layout.x[index] as number, layout.y[index] as number]
    const on = chosen(index)
    const moving = busy(index)
    pen.globalAlpha = on || moving ? 1 : (shades[index] as number)
    pen.fillStyle = on ? ink.chosen : moving ? palette[theme].running : ink.cell
    pen.fillRect(x, y, size, size)
    if (moving && size >= 5) pen.clearRect(x, y + size * 0.42, size, Math.max(1, size * 0.16))
    if (on && size >= 5) pen.clearRect(x + size / 3, y + size / 3, size / 3, size / 3)
  }
}
