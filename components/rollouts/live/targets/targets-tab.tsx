'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { EmptyState } from '@/components/ui/empty-state'
import { cx } from '@/lib/client/cx'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { isHeld } from '../appearance'
import type { Rights } from '../header/controls'
import { useHeader, useVersion } from '../live-context'
import { useProgressWords } from '../use-progress-words'
import type { SortKey, ViewState } from '../view-state'
import { type ColumnName, columnClass } from './columns'
import { SelectionBar } from './selection-bar'
import { TargetFilter } from './target-filter'
import { TargetRow } from './target-row'
import { useTargetList } from './use-target-list'

const headings: { name: ColumnName; label: string; sort?: SortKey }[] = [
  { name: 'cluster', label: 'Cluster', sort: 'cluster' },
  { name: 'state', label: 'State', sort: 'state' },
  { name: 'phase', label: 'Phase', sort: 'order' },
  { name: 'region', label: 'Region', sort: 'region' },
  { name: 'tier', label: 'Tier', sort: 'tier' },
  { name: 'version', label: 'Version before', sort: 'version' },
  { name: 'duration', label: 'Took', sort: 'duration' },
  { name: 'message', label: 'Message' },
]

/** Every cluster as a row: the equal of map and timeline for whoever cannot see or use them. */
export function TargetsTab({
  store,
  view,
  change,
  rights,
}: {
  store: RolloutStore
  view: ViewState
  change: (next: Partial<ViewState>) => void
  rights: Rights
}) {
  const { rows, more, renew } = useTargetList(store, view)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const rollout = useHeader()
  const held = useMemo(() => rollout.phases.map((phase) => isHeld(phase, rollout)), [rollout])
  useVersion(store, 'cells')
  useVersion(store, 'notes')
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  useProgressWords(
    store,
    items.map((item) => rows[item.index] as number),
  )
  const select = useCallback((index: number) => setSelected((before) => toggled(before, index)), [])
  const onOpen = useCallback((cluster: string) => change({ cluster }), [change])
  const allChosen = rows.length > 0 && rows.every((index) => selected.has(index))

  return (
    <>
      <TargetFilter view={view} change={change} />
      <SelectionBar
        store={store}
        selected={selected}
        rights={rights}
        onClear={() => setSelected(new Set())}
      />
      {more > 0 ? (
        <div className="mb-2">
          <Button size="sm" onClick={renew}>
            {formatCount(more)} more match now: show
          </Button>
        </div>
      ) : null}
      <section
        ref={scroller}
        aria-label="Clusters of this rollout"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
        tabIndex={0}
        className="h-[min(70vh,46rem)] overflow-y-auto overscroll-contain rounded-lg border border-line"
      >
        <table
          aria-label={`${formatNoun(rows.length, 'cluster')} of ${formatCount(store.columns.size)}`}
          aria-rowcount={rows.length + 1}
          className="w-full table-fixed border-collapse text-left"
        >
          <thead className="sticky top-0 z-20 bg-canvas text-xs text-ink-3 shadow-[inset_0_-1px_0_var(--color-line)]">
            <tr aria-rowindex={1} className="h-8">
              <th scope="col" className={cx('px-2', columnClass.select)}>
                <Checkbox
                  checked={allChosen}
                  indeterminate={!allChosen && selected.size > 0}
                  onChange={() => setSelected(new Set(allChosen ? [] : rows))}
                  ariaLabel={`Select all ${formatCount(rows.length)} shown`}
                />
              </th>
              {headings.map((heading) => (
                <Heading key={heading.name} {...heading} view={view} change={change} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer height={items[0]?.start ?? 0} />
            {items.map((item) => {
              const index = rows[item.index] as number
              return (
                <TargetRow
                  key={index}
                  store={store}
                  index={index}
                  cell={store.columns.cells[index] ?? 0}
                  held={held[store.columns.phaseOf[index] ?? 0] ?? false}
                  message={messageOf(store, index)}
                  selected={selected.has(index)}
                  open={store.roster.clusters[index] === view.cluster}
                  rowIndex={item.index + 2}
                  onSelect={select}
                  onOpen={onOpen}
                />
              )
            })}
            <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
          </tbody>
        </table>
        {rows.length === 0 ? (
          <EmptyState title="No cluster matches">Change or clear the filter above.</EmptyState>
        ) : null}
      </section>
    </>
  )
}

/** Stands for the rows above or below those that are drawn. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr style={{ height }} /> : null
}

const messageOf = (store: RolloutStore, index: number): string | null => {
  const note = store.noteOf(index)
  return note?.message ?? note?.reason ?? null
}

function Heading({
  name,
  label,
  sort,
  view,
  change,
}: {
  name: ColumnName
  label: string
  sort?: SortKey
  view: ViewState
  change: (next: Partial<ViewState>) => void
}) {
  const active = sort !== undefined && view.sort === sort
  const Arrow = view.descending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={active ? (view.descending ? 'descending' : 'ascending') : undefined}
      className={cx('min-w-0 truncate px-2', columnClass[name])}
    >
      {sort ? (
        <button
          type="button"
          className="inline-flex items-center gap-1 font-medium hover:text-ink"
          onClick={() => change({ sort, descending: active ? !view.descending : false })}
        >
          {label}
          {active ? <Arrow size={12} aria-hidden="true" /> : null}
        </button>
      ) : (
        <span className="font-medium">{label}</span>
      )}
    </th>
  )
}

function toggled(before: ReadonlySet<number>, index: number): ReadonlySet<number> {
  const next = new Set(before)
  if (!next.delete(index)) next.add(index)
  return next
}
