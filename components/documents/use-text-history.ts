'use client'

import { useCallback, useMemo, useState } from 'react'
import { beginHistory, changeHistory, type History, redo, undo } from '@/lib/client/history'

export interface TextHistory {
  readonly source: string
  /** Takes an edit of the text; quick edits of one `topic` are undone together. */
  edit(change: (source: string) => string, topic?: string): void
  undo(): void
  redo(): void
  /** Goes on with another text, of which there is nothing to undo. */
  begin(source: string): void
  readonly canUndo: boolean
  readonly canRedo: boolean
}

/** Holds the one text that all views of a document edit, with one undo over all of them. */
export function useTextHistory(initial: string): TextHistory {
  const [history, setHistory] = useState<History<string>>(() => beginHistory(initial))
  const edit = useCallback((change: (source: string) => string, topic?: string) => {
    const at = Date.now()
    setHistory((now) => changeHistory(now, change(now.present), topic ?? null, at))
  }, [])
  const back = useCallback(() => setHistory(undo), [])
  const forth = useCallback(() => setHistory(redo), [])
  const begin = useCallback((source: string) => setHistory(beginHistory(source)), [])
  return useMemo(
    () => ({
      source: history.present,
      edit,
      undo: back,
      redo: forth,
      begin,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
    }),
    [history, edit, back, forth, begin],
  )
}
