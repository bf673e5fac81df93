'use client'

import type { PointerEvent, RefObject } from 'react'
import { minimapHeight } from './paint-minimap'
import { makeScale, pan, type Scale, type Window } from './window'

/** The whole time in small under the rows; a press or drag moves what is on the screen there. */
export function Minimap({
  canvas,
  width,
  gutter,
  scale,
  onWindow,
}: {
  canvas: RefObject<HTMLCanvasElement | null>
  width: number
  gutter: number
  scale: () => Scale | null
  onWindow: (next: Window) => void
}) {
  const move = (event: PointerEvent<HTMLElement>) => {
    const now = scale()
    if (!now || event.buttons !== 1) return
    const whole = makeScale(now.fold, null, now.width)
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - gutter
    const middle = whole.from + (x / whole.width) * (whole.to - whole.from)
    const by = middle - (now.from + now.to) / 2
    // All of it is on the screen: there is nowhere to go.
    if (now.to - now.from >= whole.to - whole.from - 1) return
    onWindow(pan(now, (by / (now.to - now.from)) * now.width))
  }
  return (
    <div
      aria-hidden="true"
      className="relative cursor-ew-resize touch-none border-t border-line"
      style={{ height: minimapHeight }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        move(event)
      }}
      onPointerMove={move}
    >
      <canvas ref={canvas} className="absolute inset-0" style={{ width, height: minimapHeight }} />
    </div>
  )
}
