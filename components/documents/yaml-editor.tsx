'use client'

import type { EditorView } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Problem } from '@/lib/core/shared/problem'
import { goTo, makeYamlView, showProblems, showSource } from './yaml-view'

/** A place to show; a new object each time one is asked for, so that the same place can be asked for twice. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The text of a document in an editor, with problems at their lines. Loaded lazily: the editor is large. */
export default function YamlEditor({
  source,
  problems,
  place,
  label,
  readOnly = false,
  onChange = () => {},
  onUndo = () => {},
  onRedo = () => {},
}: {
  source: string
  problems: readonly Problem[]
  place?: Place | null
  label: string
  readOnly?: boolean
  onChange?: (source: string) => void
  onUndo?: () => void
  onRedo?: () => void
}) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const change = useEffectEvent((text: string) => onChange(text))
  const undo = useEffectEvent(() => onUndo())
  const redo = useEffectEvent(() => onRedo())
  const first = useEffectEvent(() => source)

  useEffect(() => {
    if (!parent.current) return
    const made = makeYamlView({
      parent: parent.current,
      source: first(),
      label,
      readOnly,
      onChange: (text) => change(text),
      onUndo: () => undo(),
      onRedo: () => redo(),
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [label, readOnly])

  useEffect(() => {
    if (!view.current) return
    showSource(view.current, source)
    showProblems(view.current, problems)
  }, [source, problems])

  useEffect(() => {
    if (view.current && place) goTo(view.current, place.line, place.column)
  }, [place])

  return <div ref={parent} className="h-full min-h-0 overflow-hidden" />
}
