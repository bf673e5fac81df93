// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot hold rows that are positioned.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: a link turns its keys into clicks by itself.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type MouseEvent, memo, useEffect, useRef } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { cx } from '@/lib/client/cx'
import { usePreferences } from '@/lib/client/preferences'
import type { ClusterFacts, ClusterField } from '@/lib/core/shared/cluster-facts'
import type { FleetSort } from '@/lib/fleet/sort'

const rowPx = { comfortable: 34, compact: 28 } as const

const columns: readonly { key: ClusterField; label: string; className: string }[] = [
  { key: 'name', label: 'Name', className: '' },
  { key: 'kind', label: 'Kind', className: 'max-lg:hidden' },
  { key: 'provider', label: 'Provider', className: 'max-md:hidden' },
  { key: 'region', label: 'Region', className: 'max-md:hidden' },
  { key: 'environment', label: 'Environment', className: 'max-xl:hidden' },
  { key: 'tier', label: 'Tier', className: 'max-lg:hidden' },
  { key: 'version', label: 'Version', className: '' },
  { key: 'weight', label: 'Weight', className: 'max-xl:hidden text-right' },
]

const grid =
  'grid items-center gap-x-3 px-4 md:px-5 grid-cols-[1.25rem_minmax(0,1fr)_6rem] md:grid-cols-[1.25rem_minmax(0,1fr)_5rem_8rem_7rem] lg:grid-cols-[1.25rem_minmax(0,1fr)_5.5rem_4rem_7.5rem_5rem_5.5rem] xl:grid-cols-[1.25rem_minmax(0,1fr)_5.5rem_4rem_7.5rem_6rem_5rem_5.5rem_3.5rem]'

export interface FleetTableProps {
  rows: readonly ClusterFacts[]
  sort: FleetSort
  onSort: (sort: FleetSort) => void
  selected: ReadonlySet<string>
  onSelect: (names: readonly string[], on: boolean) => void
}

/** The clusters that pass the filter; only what is in view exists as elements, whatever the fleet's size. */
export const FleetTable = memo(function FleetTable({
  rows,
  sort,
  onSort,
  selected,
  onSelect,
}: FleetTableProps) {
  const router = useRouter()
  const { density } = usePreferences()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx[density],
    overscan: 12,
  })
  // Heights are remembered by row; another density makes all of them new.
  useEffect(() => {
    void density
    virtual.measure()
  }, [virtual, density])
  const chosen = rows.reduce((count, row) => count + (selected.has(row.name) ? 1 : 0), 0)
  return (
    <div
      role="table"
      aria-label="Clusters"
      aria-rowcount={rows.length + 1}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div role="rowgroup">
        <div
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          className={cx(grid, 'h-8 border-b border-line text-xs text-ink-3')}
        >
          <span role="columnheader" tabIndex={-1}>
            <Checkbox
              ariaLabel="Select all that are shown"
              checked={rows.length > 0 && chosen === rows.length}
              indeterminate={chosen > 0 && chosen < rows.length}
              onChange={(on) =>
                onSelect(
                  rows.map(({ name }) => name),
                  on,
                )
              }
            />
          </span>
          {columns.map(({ key, label, className }) => (
            <Heading
              key={key}
              sortKey={key}
              label={label}
              className={className}
              sort={sort}
              onSort={onSort}
            />
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        ref={scroller}
        onClick={(event) => followPlainClick(event, router.push)}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
      >
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <Row
                key={row.name}
                row={row}
                index={item.index}
                top={item.start}
                height={item.size}
                selected={selected.has(row.name)}
                onSelect={onSelect}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
})

function Heading({
  sortKey,
  label,
  className,
  sort,
  onSort,
}: {
  sortKey: ClusterField
  label: string
  className: string
  sort: FleetSort
  onSort: (sort: FleetSort) => void
}) {
  const on = sort.key === sortKey
  return (
    <span
      role="columnheader"
      tabIndex={-1}
      aria-sort={on ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={className}
    >
      <button
        type="button"
        onClick={() => onSort({ key: sortKey, descending: on && !sort.descending })}
        className={cx(
          'inline-flex items-center gap-1 rounded-sm font-medium hover:text-ink',
          on && 'text-ink',
        )}
      >
        {label}
        {on ? (
          sort.descending ? (
            <ArrowDown size={12} aria-hidden="true" />
          ) : (
            <ArrowUp size={12} aria-hidden="true" />
          )
        ) : null}
      </button>
    </span>
  )
}

const Row = memo(function Row({
  row,
  index,
  top,
  height,
  selected,
  onSelect,
}: {
  row: ClusterFacts
  index: number
  top: number
  height: number
  selected: boolean
  onSelect: (names: readonly string[], on: boolean) => void
}) {
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      className={cx(
        grid,
        'absolute inset-x-0 border-b border-line text-sm hover:bg-hover',
        selected && 'bg-accent-soft hover:bg-accent-soft',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Cell>
        <Checkbox
          ariaLabel={`Select ${row.name}`}
          checked={selected}
          onChange={(on) => onSelect([row.name], on)}
        />
      </Cell>
      <Cell>
        <a
          href={`/clusters/${encodeURIComponent(row.name)}`}
          // On a phone two lines: it is the end of a name that tells clusters apart.
          className="ident rounded-sm hover:underline max-sm:line-clamp-2 max-sm:text-2xs/3.5 max-sm:break-all max-sm:whitespace-normal"
        >
          {row.name}
        </a>
      </Cell>
      <Cell className="text-ink-2 max-lg:hidden">{row.kind}</Cell>
      <Cell className="text-ink-2 max-md:hidden">{row.provider}</Cell>
      <Cell className="text-ink-2 max-md:hidden">{row.region}</Cell>
      <Cell className="text-ink-2 max-xl:hidden">{row.environment}</Cell>
      <Cell className="text-ink-2 max-lg:hidden">{row.tier}</Cell>
      <Cell className="ident">{row.version ?? <span className="text-ink-3">unknown</span>}</Cell>
      <Cell className="text-right text-ink-2 tabular-nums max-xl:hidden">{row.weight}</Cell>
    </div>
  )
})

function Cell({ className, children }: { className?: string; children: React.ReactNode }) {
  return (
    <span role="cell" className={cx('min-w-0 truncate', className)}>
      {children}
    </span>
  )
}

/** One handler for all rows: a plain click on a link goes there without loading the page anew. */
function followPlainClick(event: MouseEvent, go: (path: string) => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const path = link?.getAttribute('href')
  if (!path) return
  event.preventDefault()
  go(path)
}
