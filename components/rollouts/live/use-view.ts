'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { readView, type ViewState, writeView } from './view-state'

/** The view, kept in the URL. Going somewhere can be undone by Back; refining what one sees cannot. */
export function useView(): [ViewState, (change: Partial<ViewState>) => void] {
  const query = useSearchParams()
  const path = usePathname()
  const view = useMemo(() => readView(new URLSearchParams(query)), [query])
  const change = useCallback(
    (next: Partial<ViewState>) => {
      const before = readView(new URLSearchParams(window.location.search))
      const address = path + writeView({ ...before, ...next })
      if ('tab' in next && next.tab !== before.tab) window.history.pushState(null, '', address)
      else window.history.replaceState(null, '', address)
    },
    [path],
  )
  return [view, change]
}
