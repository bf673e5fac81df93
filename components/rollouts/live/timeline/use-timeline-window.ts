'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ViewState } from '../view-state'
import type { Window } from './window'

/** How long the window has to stand still before it is written into the URL: browsers limit how often one may. */
const settleMs = 300

/** The window on time: moved at once, and kept in the URL when it has come to rest. */
export function useTimelineWindow(
  view: ViewState,
  change: (next: Partial<ViewState>) => void,
): [Window, (next: Window) => void] {
  const [window, setWindow] = useState<Window>(view.window)
  const written = useRef(textOf(view.window))
  const shared = textOf(view.window)
  useEffect(() => {
    if (shared === written.current) return
    written.current = shared
    setWindow(view.window)
  }, [shared, view.window])
  useEffect(() => {
    if (textOf(window) === written.current) return
    const timer = setTimeout(() => {
      written.current = textOf(window)
      change({ window })
    }, settleMs)
    return () => clearTimeout(timer)
  }, [window, change])
  // A gesture is drawn in the frame in which it is made.
  const move = useCallback((next: Window) => flushSync(() => setWindow(next)), [])
  return [window, move]
}

const textOf = (window: Window): string =>
  window === null ? '' : `${Math.round(window.from)}-${Math.round(window.to)}`
