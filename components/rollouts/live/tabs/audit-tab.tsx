'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AuditTable } from '@/components/audit/audit-table'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import type { AuditPage } from '@/lib/audit/dto'
import { api } from '@/lib/client/api'
import type { AmendmentDto } from '@/lib/rollouts/dto'
import { useHeader } from '../live-context'

/** Who did what to this rollout, newest first. */
export function AuditTab({ refusal }: { refusal: string | null }) {
  if (refusal !== null) return <EmptyState title="The audit log is not yours to read">{refusal}</EmptyState>
  return <Entries />
}

function auditPath(objectType: string, object: string, actor: string | null, cursor: string): string {
  const asked = new URLSearchParams({ objectType, object, limit: '100' })
  if (actor) asked.set('actor', actor)
  if (cursor) asked.set('cursor', cursor)
  return `/api/v1/audit?${asked}`
}

/** Lists the changes of a rollout that somebody decided on; what takes effect at once is decided with it. */
async function decidedAmendments(id: string, signal: AbortSignal): Promise<string[]> {
  const all = await api<AmendmentDto[]>('GET', `/api/v1/rollouts/${id}/amendments`, { signal })
  return all
    .filter(({ state, weakenings }) => state !== 'proposed' && weakenings.length > 0)
    .map((amendment) => amendment.id)
}

function Entries() {
  const { id, state, phases } = useHeader()
  const gates = phases.flatMap((phase) =>
    phase.gates.filter(({ type }) => type === 'approval').map((gate) => gate.id),
  )
  const [actor, setActor] = useState<string | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['audit', 'rollout', id, actor, state],
    queryFn: async ({ pageParam, signal }) => {
      const read = (type: string, object: string, cursor: string) =>
        api<AuditPage>('GET', auditPath(type, object, actor, cursor), { signal })
      const page = await read('rollout', id, pageParam)
      // Decisions are about a gate or a proposed change; there are few, so they all come with the first page.
      const decided =
        pageParam === ''
          ? await Promise.all([
              ...gates.map((gate) => read('gate', `${id}/${gate}`, '')),
              ...(await decidedAmendments(id, signal)).map((one) => read('amendment', `${id}/${one}`, '')),
            ])
          : []
      return { ...page, items: [...page.items, ...decided.flatMap(({ items }) => items)] }
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  })
  return (
    <QueryView query={query} what="The audit log">
      {({ pages }) => {
        const entries = pages.flatMap(({ items }) => items).sort((a, b) => b.id - a.id)
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
