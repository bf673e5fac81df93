'use client'

import { useSyncExternalStore } from 'react'

const key = 'notify-approvals'
const listeners = new Set<() => void>()

/** Remembers in this browser whether one wants to be notified. */
export function setNotifying(on: boolean): void {
  try {
    localStorage.setItem(key, on ? 'on' : 'off')
  } catch {
    // Then it lasts as long as the page: nothing to do about it.
  }
  for (const listener of listeners) listener()
}

/** Whether one wants to be notified and the browser allows it; null = it cannot, or is not known yet. */
export const useNotifying = (): boolean | null => useSyncExternalStore(subscribe, read, () => null)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function read(): boolean | null {
  if (typeof Notification === 'undefined') return null
  try {
    return Notification.permission === 'granted' && localStorage.getItem(key) === 'on'
  } catch {
    return null
  }
}
