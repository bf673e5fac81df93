'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { facetOf } from '@/lib/stream/roster'

const shownMin = 6
const shownMax = 100

/** The clusters of a group, newest failure first; one opens in the drawer, or is compared below. */
export function Members({
  store,
  clusters,
  compared,
  onOpen,
  onCompare,
}: {
  store: RolloutStore
  clusters: readonly string[]
  compared: string | null
  onOpen: (cluster: string) => void
  onCompare: (cluster: string) => void
}) {
  const [all, setAll] = useState(false)
  const shown = clusters.slice(0, all ? shownMax : shownMin)
  return (
    <section aria-labelledby="members">
      <h3 id="members" className="mb-2 text-sm font-semibold">
        Clusters
      </h3>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {shown.map((cluster) => (
          <Member
            key={cluster}
            store={store}
            cluster={cluster}
            compared={cluster === compared}
            onOpen={onOpen}
            onCompare={onCompare}
          />
        ))}
      </ul>
      {clusters.length > shown.length ? (
        <p className="mt-2 text-xs text-ink-3">
          {formatCount(clusters.length - shown.length)} more.{' '}
          {all ? (
            'The table of all failures lists them.'
          ) : (
            <button type="button" className="underline hover:text-ink" onClick={() => setAll(true)}>
              Show {clusters.length > shownMax ? `${formatCount(shownMax)} of them` : 'all'}
            </button>
          )}
        </p>
      ) : null}
    </section>
  )
}

function Member({
  store,
  cluster,
  compared,
  onOpen,
  onCompare,
}: {
  store: RolloutStore
  cluster: string
  compared: boolean
  onOpen: (cluster: string) => void
  onCompare: (cluster: string) => void
}) {
  const index = store.roster.indexOf.get(cluster) ?? -1
  const finished = store.columns.finished[index] ?? Number.NaN
  const facts = (['region', 'version', 'tier'] as const).map((name) => facetOf(store.roster, name, index))
  return (
    <li className="relative flex items-center gap-3 px-3 py-1.5 text-sm hover:bg-hover">
      <button
        type="button"
        // It is the end of a name that tells clusters apart: on a phone it goes on below.
        className="ident min-w-0 truncate text-left font-medium after:absolute after:inset-0 max-sm:break-all max-sm:whitespace-normal"
        onClick={() => onOpen(cluster)}
      >
        {cluster}
      </button>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-3 max-sm:hidden">
        {facts.filter(Boolean).join(' · ')}
      </span>
      <span className="ml-auto shrink-0 text-xs text-ink-3">
        {Number.isNaN(finished) ? null : <Time at={new Date(finished).toISOString()} />}
      </span>
      <span className="relative z-10 shrink-0">
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={compared}
          aria-label={`Compare ${cluster}`}
          className={cx(compared && 'bg-active')}
          onClick={() => onCompare(cluster)}
        >
          Compare
        </Button>
      </span>
    </li>
  )
}
