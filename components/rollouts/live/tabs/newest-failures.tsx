'use client'

import { useMemo } from 'react'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Time } from '@/components/ui/time'
import { targetStyle } from '@/lib/client/state-style'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { useVersion } from '../live-context'
import { isFailure } from '../next-failure'
import type { ViewState } from '../view-state'

const shownMax = 5

/** The failures that came last, with their messages; nothing when there are none. */
export function NewestFailures({
  store,
  change,
}: {
  store: RolloutStore
  change: (next: Partial<ViewState>) => void
}) {
  const counts = useVersion(store, 'counts')
  const notes = useVersion(store, 'notes')
  const failures = useMemo(() => {
    void counts
    void notes
    const { columns } = store
    const found: number[] = []
    for (let index = 0; index < columns.size; index++) if (isFailure(columns, index)) found.push(index)
    return found.sort((a, b) => (columns.finished[b] ?? 0) - (columns.finished[a] ?? 0))
  }, [store, counts, notes])
  if (failures.length === 0) return null
  return (
    <section aria-labelledby="newest-failures" className="mt-6">
      <h2 id="newest-failures" className="mb-2 flex items-baseline gap-3 text-sm font-semibold">
        Newest failures
        {failures.length > shownMax ? (
          <button
            type="button"
            className="text-xs font-normal text-ink-3 hover:text-ink hover:underline"
            onClick={() => change({ tab: 'failures' })}
          >
            all {failures.length} by cause
          </button>
        ) : null}
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {failures.slice(0, shownMax).map((index) => (
          <Failure key={index} store={store} index={index} onOpen={(cluster) => change({ cluster })} />
        ))}
      </ul>
    </section>
  )
}

function Failure({
  store,
  index,
  onOpen,
}: {
  store: RolloutStore
  index: number
  onOpen: (cluster: string) => void
}) {
  const cluster = store.roster.clusters[index] ?? ''
  const note = store.noteOf(index)
  const finished = store.columns.finished[index] ?? Number.NaN
  return (
    <li className="relative flex flex-wrap items-baseline gap-x-3 px-3 py-2 text-sm hover:bg-hover sm:flex-nowrap">
      <StateGlyph style={targetStyle.failed} size={11} />
      <button
        type="button"
        className="ident min-w-0 flex-1 truncate text-left font-medium after:absolute after:inset-0 sm:max-w-1/2 sm:flex-none"
        onClick={() => onOpen(cluster)}
      >
        {cluster}
      </button>
      <span className="min-w-0 flex-1 truncate text-ink-2 max-sm:order-last max-sm:basis-full max-sm:pl-6">
        {note?.message ?? note?.reason ?? 'no message'}
      </span>
      {Number.isNaN(finished) ? null : (
        <span className="shrink-0 text-xs text-ink-3">
          <Time at={new Date(finished).toISOString()} />
        </span>
      )}
    </li>
  )
}
