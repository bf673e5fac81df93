'use client'

import { useSyncExternalStore } from 'react'
import { isOfAnotherBuild, thisBuild } from '@/lib/api/build'

let updated = false
const listeners = new Set<() => void>()

/** Looks which build gave an answer, and remembers when it is not the one that this page is of. */
export function noteBuild(response: Pick<Response, 'headers'>): void {
  if (isOfAnotherBuild(response, thisBuild)) noteUpdated()
}

/** Remembers that the server runs another build than this page, until the page is loaded anew. */
export function noteUpdated(): void {
  if (updated) return
  updated = true
  for (const listener of listeners) listener()
}

/** Whether the console was updated under this page. */
export const useUpdated = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => updated,
    () => false,
  )

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
