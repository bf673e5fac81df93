'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { startTransition, useCallback, useMemo, useOptimistic, useRef } from 'react'
import { readView, type ViewState, writeView } from './view-state'

/**
 * The view, kept in the URL. Going somewhere can be undone by Back; refining what one sees cannot. The router draws a
 * new address when nothing else is to be drawn, which on a page where something always arrives may be late: what one
 * did is shown at once, and the router follows.
 */
export function useView(): [ViewState, (change: Partial<ViewState>) => void] {
  const routed = useSearchParams().toString()
  const [query, show] = useOptimistic(routed)
  const path = usePathname()
  // Two changes may come before either is drawn: the second builds on the first.
  const newest = useRef(query)
  newest.current = query
  const view = useMemo(() => readView(new URLSearchParams(query)), [query])
  const change = useCallback(
    (next: Partial<ViewState>) => {
      const before = readView(new URLSearchParams(newest.current))
      const search = writeView({ ...before, ...next })
      newest.current = search.slice(1)
      startTransition(() => {
        show(newest.current)
        if ('tab' in next && next.tab !== before.tab) window.history.pushState(null, '', path + search)
        else window.history.replaceState(null, '', path + search)
      })
    },
    [path, show],
  )
  return [view, change]
}
