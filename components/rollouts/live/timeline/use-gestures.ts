'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { pan, type Scale, type Window, zoom } from './window'

interface Gestures {
  scale: () => Scale | null
  gutter: number
  onWindow(next: Window): void
  /** Pointer over the rows: pixels right of the labels, and from the top of what is seen; null = gone. */
  onHover(at: { x: number; y: number } | null): void
  onPick(at: { x: number; y: number }): void
}

/** Farther than this a press is a drag and no click, pixels. */
const slack = 4

/** Drag moves, Ctrl or ⌘ and the wheel zoom, the wheel alone scrolls; a press that does not move picks. */
export function useGestures(element: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures)
  latest.current = gestures
  useEffect(() => {
    const target = element.current
    if (!target) return
    let drag: { x: number; y: number; moved: boolean } | null = null
    const place = (event: MouseEvent) => {
      const box = target.getBoundingClientRect()
      return { x: event.clientX - box.left - latest.current.gutter, y: event.clientY - box.top }
    }
    const onWheel = (event: WheelEvent) => {
      const scale = latest.current.scale()
      if (!scale) return
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        latest.current.onWindow(zoom(scale, place(event).x, Math.exp(event.deltaY * 0.0035)))
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault()
        latest.current.onWindow(pan(scale, event.deltaX || event.deltaY))
      }
    }
    const onDown = (event: PointerEvent) => {
      if (event.button === 0 && event.target instanceof HTMLCanvasElement)
        drag = { ...place(event), moved: false }
    }
    const onMove = (event: PointerEvent) => {
      const at = place(event)
      const scale = latest.current.scale()
      if (drag && scale && event.pointerType === 'mouse') {
        if (!drag.moved && Math.abs(at.x - drag.x) < slack) return
        latest.current.onWindow(pan(scale, drag.x - at.x))
        drag = { ...at, moved: true }
      }
      latest.current.onHover(at)
    }
    const onUp = (event: PointerEvent) => {
      if (drag && !drag.moved) latest.current.onPick(place(event))
      drag = null
    }
    const onLeave = () => {
      drag = null
      latest.current.onHover(null)
    }
    target.addEventListener('wheel', onWheel, { passive: false })
    target.addEventListener('pointerdown', onDown)
    target.addEventListener('pointermove', onMove)
    target.addEventListener('pointerup', onUp)
    target.addEventListener('pointerleave', onLeave)
    return () => {
      target.removeEventListener('wheel', onWheel)
      target.removeEventListener('pointerdown', onDown)
      target.removeEventListener('pointermove', onMove)
      target.removeEventListener('pointerup', onUp)
      target.removeEventListener('pointerleave', onLeave)
    }
  }, [element])
}
