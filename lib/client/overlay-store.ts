'use client'

import { useSyncExternalStore } from 'react'

/** What lies over any page; at most one at a time. */
export type Overlay = 'palette' | 'keyboard' | null

let current: Overlay = null
const listeners = new Set<() => void>()

/** Opens an overlay in place of the present one, or closes it with null. */
export function showOverlay(overlay: Overlay): void {
  current = overlay
  for (const listener of listeners) listener()
}

/** Gives the overlay that is open. */
export const useOverlay = (): Overlay =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
    () => null,
  )
