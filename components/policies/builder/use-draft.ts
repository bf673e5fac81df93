'use client'

import { useEffect, useRef, useState } from 'react'
import { api } from '@/lib/client/api'

/** How long after the last edit the draft is kept. */
const settleMs = 800

export type Saving = 'idle' | 'saving' | 'saved' | 'failed'

/**
 * Keeps one's unpublished text on the server while one types, and throws it away once it equals what is
 * published. A draft that cannot be saved is tried again at the next edit; the text on the screen stays.
 */
export function useDraft({
  name,
  source,
  baseRevision,
  wanted,
}: {
  name: string
  source: string
  baseRevision: number
  /** Whether there is anything to keep. */
  wanted: boolean
}): Saving {
  const [saving, setSaving] = useState<Saving>('idle')
  const kept = useRef<string | null>(null)
  useEffect(() => {
    const path = `/api/v1/drafts/${encodeURIComponent(name)}`
    if (kept.current === null) kept.current = source
    if (kept.current === source) return
    setSaving('saving')
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const { signal } = abort
        if (wanted) await api('PUT', path, { body: { source, baseRevision }, signal })
        else await api('DELETE', path, { signal })
        kept.current = source
        setSaving(wanted ? 'saved' : 'idle')
      } catch {
        if (!abort.signal.aborted) setSaving('failed')
      }
    }, settleMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [name, source, baseRevision, wanted])
  return saving
}
