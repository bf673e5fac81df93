'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Page } from '@/components/layout/page'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import type { AuditPage } from '@/lib/audit/dto'
import { api } from '@/lib/client/api'
import { useUrlParam } from '@/lib/client/use-url-param'
import { AuditTable } from './audit-table'
import { ChainStatus } from './chain-status'
import { exportAudit } from './export-audit'

const pageSize = 100

/** Who did what, to what, when and from where; filters are in the address. */
export function AuditView() {
  const [actor, setActor] = useUrlParam('actor')
  const [action, setAction] = useUrlParam('action')
  const [object, setObject] = useUrlParam('object')
  const [exporting, setExporting] = useState(false)
  const filter = new URLSearchParams(
    Object.entries({ actor, action, object }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
  const query = useInfiniteQuery({
    queryKey: ['audit', filter.toString()],
    queryFn: ({ pageParam, signal }) =>
      api<AuditPage>('GET', `/api/v1/audit?${pageQuery(filter, pageSize, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

  return (
    <Page wide>
      <PageHeader
        title="Audit"
        meta="Every act, written in the same transaction as its effect. Rows cannot be changed or removed."
        actions={
          <>
            <ChainStatus />
            <Button
              busy={exporting}
              onClick={async () => {
                setExporting(true)
                await exportAudit((cursor) => pageQuery(filter, 1_000, cursor))
                setExporting(false)
              }}
            >
              <Download size={14} aria-hidden="true" /> Export CSV
            </Button>
          </>
        }
      />
      <Toolbar label="Filters">
        <Filter label="Actor" placeholder="Actor: ada" value={actor} onChange={setActor} />
        <Filter
          label="Action"
          placeholder="Action: rollout. or rollout.pause"
          value={action}
          onChange={setAction}
        />
        <Filter label="Object" placeholder="Object: its exact name" value={object} onChange={setObject} />
        <ToolbarSpace />
      </Toolbar>
      <QueryView query={query} what="The audit log" rows={10}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items)
          if (entries.length === 0) {
            return (
              <EmptyState title="Nothing of that kind">No act in the log passes these filters.</EmptyState>
            )
          }
          return (
            <>
              <AuditTable entries={entries} onActor={setActor} />
              {query.hasNextPage ? (
                <div className="mt-4 flex justify-center">
                  <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Show older
                  </Button>
                </div>
              ) : null}
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}

function pageQuery(filter: URLSearchParams, limit: number, cursor: string | null): string {
  const query = new URLSearchParams(filter)
  query.set('limit', String(limit))
  if (cursor) query.set('cursor', cursor)
  return query.toString()
}

function Filter({
  label,
  placeholder,
  value,
  onChange,
}: {
  label: string
  placeholder: string
  value: string | null
  onChange: (value: string | null) => void
}) {
  return (
    <div className="w-full sm:w-60">
      <Input
        aria-label={label}
        placeholder={placeholder}
        defaultValue={value ?? ''}
        key={value === null ? 'empty' : 'set'}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange(event.currentTarget.value.trim() || null)
        }}
        onBlur={(event) => onChange(event.currentTarget.value.trim() || null)}
      />
    </div>
  )
}
