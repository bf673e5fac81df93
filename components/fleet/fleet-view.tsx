'use client'

import { useQuery } from '@tanstack/react-query'
import { ListFilter, Rocket, Search, Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { SkeletonRows } from '@/components/ui/skeleton'
import { messageOf } from '@/lib/client/api'
import { cx } from '@/lib/client/cx'
import { formatCount, formatNoun } from '@/lib/client/format'
import { useUrlParam } from '@/lib/client/use-url-param'
import { emptyFilter, type FacetName, filterFleet, isEmptyFilter } from '@/lib/fleet/filter'
import { readFilter, writeFilter } from '@/lib/fleet/filter-url'
import { rosterQuery } from '@/lib/fleet/query-options'
import { type FleetSort, sortClusters } from '@/lib/fleet/sort'
import { EmptyFleet } from './empty-fleet'
import { FacetPanel } from './facet-panel'
import { FleetMap } from './fleet-map'
import { FleetTable } from './fleet-table'
import { ImportDialog } from './import-dialog'
import { launchOf } from './launch-of'
import { SavedViews } from './saved-views'
import { SelectorField } from './selector-field'
import { useFleetFilter } from './use-fleet-filter'
import { VersionSkew } from './version-skew'

/** Why this person may not do something here; null = they may. */
export interface FleetAccess {
  import: string | null
  launch: string | null
}

/** The whole fleet: filter, look, select, start a rollout. Everything but the roster itself happens in the browser. */
export function FleetView({ initialQuery, access }: { initialQuery: string; access: FleetAccess }) {
  const router = useRouter()
  const { data: fleet, error, refetch } = useQuery(rosterQuery())
  const [filter, setFilter] = useFleetFilter(initialQuery)
  const [sort, setSort] = useState<FleetSort>({ key: 'name', descending: false })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [look, setLook] = useUrlParam('view')
  const [importing, setImporting] = useState(false)
  const [facetsOpen, setFacetsOpen] = useState(false)
  // The field shows a keystroke at once; the table may follow a frame later.
  const shownFilter = useDeferredValue(filter)
  const view = useMemo(() => filterFleet(fleet ?? [], shownFilter), [fleet, shownFilter])
  const rows = useMemo(() => sortClusters(view.rows, sort), [view.rows, sort])
  const onSelect = useCallback((names: readonly string[], on: boolean) => {
    setSelected((before) => {
      const after = new Set(before)
      for (const name of names) on ? after.add(name) : after.delete(name)
      return after
    })
  }, [])

  const onFacet = useCallback(
    (name: FacetName, chosen: readonly string[]) =>
      setFilter((before) => ({ ...before, facets: { ...before.facets, [name]: chosen } })),
    [setFilter],
  )
  const onVersion = useCallback(
    (kind: string, version: string | null) =>
      setFilter((before) => ({
        ...before,
        facets: { ...before.facets, kind: [kind], version: [version ?? ''] },
      })),
    [setFilter],
  )

  if (!fleet && error) {
    return (
      <ErrorState
        title="The fleet could not be loaded"
        detail={messageOf(error)}
        onRetry={() => void refetch()}
      />
    )
  }
  // Of nothing there is nothing to filter or to start.
  const empty = fleet?.length === 0
  const launch = launchOf(filter, selected, rows.length)
  const facets = <FacetPanel facets={view.facets} onChange={onFacet} />
  return (
    <div className="flex h-[calc(100dvh-var(--spacing)*12)] min-h-96">
      <aside
        aria-label="Facets"
        className={cx(
          'w-56 shrink-0 overflow-y-auto border-r border-line p-4 max-lg:hidden',
          empty && 'hidden',
        )}
      >
        {facets}
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex flex-col gap-3 px-4 pt-4 pb-3 md:px-5">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="text-xl font-semibold tracking-tight">Fleet</h1>
            <p role="status" className="flex-1 basis-32 text-sm text-ink-2 tabular-nums">
              {fleet ? summary(rows.length, fleet.length) : ''}
              {selected.size > 0 ? (
                <>
                  , {formatCount(selected.size)} selected{' '}
                  <Button size="sm" variant="ghost" onClick={() => setSelected(new Set())}>
                    Clear the selection
                  </Button>
                </>
              ) : null}
            </p>
            <div className="flex gap-2">
              {empty ? null : (
                <Button onClick={() => setImporting(true)} disabledReason={access.import}>
                  <Upload size={14} aria-hidden="true" /> Import
                </Button>
              )}
              <Button
                variant="primary"
                disabledReason={access.launch ?? (empty ? 'There are no clusters yet.' : launch.refusal)}
                onClick={() => launch.href && router.push(launch.href)}
              >
                <Rocket size={14} aria-hidden="true" /> {launch.label}
              </Button>
            </div>
          </div>
          <div className={cx('flex flex-wrap items-start gap-2', empty && 'hidden')}>
            <div className="w-full sm:w-60">
              <Input
                data-search
                type="search"
                aria-label="Search by name"
                placeholder="Search by name"
                icon={<Search size={14} aria-hidden="true" />}
                value={filter.words}
                onChange={(event) => setFilter({ ...filter, words: event.target.value })}
              />
            </div>
            <SelectorField
              value={filter.select}
              error={view.error}
              onChange={(select) => setFilter({ ...filter, select })}
            />
            <Segmented
              label="Shown as"
              segments={looks}
              value={look === 'map' ? 'map' : 'table'}
              onChange={(next) => setLook(next === 'map' ? 'map' : null)}
            />
            <SavedViews
              query={writeFilter(filter, new URLSearchParams()).toString()}
              onOpen={(query) => setFilter(readFilter(new URLSearchParams(query)))}
            />
            <Button className="lg:hidden" onClick={() => setFacetsOpen(true)}>
              <ListFilter size={14} aria-hidden="true" /> Facets
            </Button>
            {isEmptyFilter(filter) ? null : (
              <Button variant="ghost" onClick={() => setFilter(emptyFilter)}>
                Clear
              </Button>
            )}
          </div>
          {rows.length > 0 ? <VersionSkew clusters={view.rows} onPick={onVersion} /> : null}
        </div>
        {!fleet ? (
          <div className="px-5">
            <SkeletonRows rows={12} label="Loading the fleet" />
          </div>
        ) : fleet.length === 0 ? (
          <EmptyFleet onImport={() => setImporting(true)} disabledReason={access.import} />
        ) : rows.length === 0 ? (
          <EmptyState
            title="No cluster passes this filter"
            action={<Button onClick={() => setFilter(emptyFilter)}>Clear the filter</Button>}
          >
            {formatNoun(fleet.length, 'cluster')} are in the fleet.
          </EmptyState>
        ) : look === 'map' ? (
          <FleetMap fleet={fleet} rows={view.rows} selected={selected} onSelect={onSelect} />
        ) : (
          <FleetTable rows={rows} sort={sort} onSort={setSort} selected={selected} onSelect={onSelect} />
        )}
      </div>
      <Sheet open={facetsOpen} onOpenChange={setFacetsOpen} title="Facets">
        {facets}
      </Sheet>
      <ImportDialog open={importing} onOpenChange={setImporting} />
    </div>
  )
}

const looks = [
  { value: 'table', label: 'Table' },
  { value: 'map', label: 'Map' },
] as const

const summary = (shown: number, all: number): string =>
  shown === all ? formatNoun(all, 'cluster') : `${formatCount(shown)} of ${formatNoun(all, 'cluster')}`
