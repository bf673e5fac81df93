'use client'

import { type PointerEvent, useRef, useState } from 'react'
import type { Stretch } from '../view-state'
import { atX, type Scale } from './window'

/** A press that moves less than this chooses nothing, pixels. */
const slack = 4

/**
 * Chooses a stretch of time by dragging over the axis; a press without a drag clears it. What is drawn follows
 * the pointer at once, `onChoose` is told at its end.
 */
export function useBrush(
  scale: () => Scale | null,
  gutter: number,
  chosen: Stretch | null,
  onChoose: (stretch: Stretch | null) => void,
) {
  const [draft, setDraft] = useState<Stretch | null>(null)
  const from = useRef<{ x: number; at: number } | null>(null)
  const place = (event: PointerEvent<HTMLElement>) => {
    const now = scale()
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - gutter
    return now ? { x, at: atX(now, Math.min(now.width, Math.max(0, x))) } : null
  }
  const end = (event: PointerEvent<HTMLElement>) => {
    const begin = from.current
    const now = place(event)
    from.current = null
    setDraft(null)
    if (!begin || !now) return
    onChoose(Math.abs(now.x - begin.x) < slack ? null : stretchOf(begin.at, now.at))
  }
  return {
    brush: draft ?? chosen,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = place(event)
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const now = place(event)
        if (from.current && now && Math.abs(now.x - from.current.x) >= slack) {
          setDraft(stretchOf(from.current.at, now.at))
        }
      },
      onPointerUp: end,
      onPointerCancel: () => {
        from.current = null
        setDraft(null)
      },
    },
  }
}

const stretchOf = (one: number, other: number): Stretch => ({
  from: Math.round(Math.min(one, other)),
  to: Math.round(Math.max(one, other)),
})
