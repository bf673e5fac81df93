'use client'

import type { Problem } from '@/lib/core/shared/problem'
import { LazyYamlEditor } from './lazy-yaml-editor'
import type { TextHistory } from './use-text-history'
import type { Place } from './yaml-editor'

/** A document as text with its problems at their lines, in a frame as high as it is told. */
export function DocumentEditor({
  label,
  text,
  problems,
  place,
  height,
}: {
  /** Names the text for screen readers. */
  label: string
  text: TextHistory
  problems: readonly Problem[]
  /** Where the text is to be shown. */
  place: Place | null
  /** Classes that give the frame its height. */
  height: string
}) {
  return (
    <div className={`min-h-0 overflow-hidden rounded-lg border border-line ${height}`}>
      <LazyYamlEditor
        label={label}
        source={text.source}
        problems={problems}
        place={place}
        onChange={(source) => text.edit(() => source, 'yaml')}
        onUndo={text.undo}
        onRedo={text.redo}
      />
    </div>
  )
}
