'use client'

import { useSyncExternalStore } from 'react'
import type { Theme } from './palette'
import { usePreferences } from './preferences'

const dark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')

function subscribe(notify: () => void): () => void {
  const query = dark()
  query.addEventListener('change', notify)
  return () => query.removeEventListener('change', notify)
}

/** Tells whether the page is light or dark now, for canvases; the server, asked about "system", says light. */
export function useResolvedTheme(): Theme {
  const { theme } = usePreferences()
  const system = useSyncExternalStore<Theme>(
    subscribe,
    () => (dark().matches ? 'dark' : 'light'),
    () => 'light',
  )
  return theme === 'system' ? system : theme
}
