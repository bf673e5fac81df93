'use client'

import { useSyncExternalStore } from 'react'

/** The walk of this browser: not offered yet, put aside, or on the way with a rollout. */
export type Walk = { state: 'new' } | { state: 'dismissed' } | { state: 'walking'; rollout: string }

const key = 'walk'
const listeners = new Set<() => void>()

/** Begins the walk with its rollout, or ends it with null. */
export function setWalk(rollout: string | null): void {
  try {
    localStorage.setItem(key, rollout ?? 'dismissed')
  } catch {
    // A browser that keeps nothing offers the walk again; nothing else depends on it.
  }
  for (const listener of listeners) listener()
}

/** Gives the walk of this browser; null on the server, which does not know. */
export function useWalk(): Walk | null {
  const kept = useSyncExternalStore(subscribe, read, () => null)
  if (kept === null) return null
  if (kept === '') return { state: 'new' }
  return /^\d+$/.test(kept) ? { state: 'walking', rollout: kept } : { state: 'dismissed' }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function read(): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return 'dismissed'
  }
}
