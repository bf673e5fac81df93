'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AuditTable } from '@/components/audit/audit-table'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import type { AuditPage } from '@/lib/audit/dto'
import { api } from '@/lib/client/api'
import { useHeader } from '../live-context'

/** Who did what to this rollout, newest first. */
export function AuditTab({ refusal }: { refusal: string | null }) {
  if (refusal !== null) return <EmptyState title="The audit log is not yours to read">{refusal}</EmptyState>
  return <Entries />
}

function Entries() {
  const { id, state } = useHeader()
  const [actor, setActor] = useState<string | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['audit', 'rollout', id, actor, state],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({ objectType: 'rollout', object: id, limit: '100' })
      if (actor) asked.set('actor', actor)
      if (pageParam) asked.set('cursor', pageParam)
      return api<AuditPage>('GET', `/api/v1/audit?${asked}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  })
  return (
    <QueryView query={query} what="The audit log">
      {({ pages }) => {
        const entries = pages.flatMap(({ items }) => items)
        return (
          <>
            {actor ? (
              <Button size="sm" className="mb-3" onClick={() => setActor(null)}>
                Only {actor}: show all
              </Button>
            ) : null}
            {entries.length > 0 ? (
              <AuditTable entries={entries} onActor={setActor} />
            ) : (
              <EmptyState title="Nothing yet">What people do to this rollout is listed here.</EmptyState>
            )}
            {query.hasNextPage ? (
              <Button
                size="sm"
                className="mt-3"
                busy={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Read older
              </Button>
            ) : null}
          </>
        )
      }}
    </QueryView>
  )
}
