'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { api } from '@/lib/client/api'
import type { EventDto } from '@/lib/rollouts/dto'
import { actorWords, eventWords, typeWords } from '../tabs/event-words'

/** What happened to one target and who caused it, newest first; read when somebody wants to know. */
export function TargetEvents({ rollout, cluster }: { rollout: string; cluster: string }) {
  const [open, setOpen] = useState(false)
  const query = useQuery({
    queryKey: ['rollouts', rollout, 'target-events', cluster],
    enabled: open,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/rollouts/${rollout}/targets/${encodeURIComponent(cluster)}/events`
      return (await api<{ items: EventDto[] }>('GET', path, { signal })).items
    },
    refetchInterval: 5_000,
  })
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-sm font-semibold">Events, and who caused them</summary>
      {open ? (
        <div className="mt-2">
          <QueryView query={query} what="What happened to it" rows={3}>
            {(events) =>
              events.length === 0 ? (
                <p className="text-sm text-ink-2">Nothing has happened to it in this rollout.</p>
              ) : (
                <ol className="divide-y divide-line rounded-lg border border-line">
                  {events.toReversed().map((event) => (
                    <Line key={event.seq} event={event} />
                  ))}
                </ol>
              )
            }
          </QueryView>
        </div>
      ) : null}
    </details>
  )
}

function Line({ event }: { event: EventDto }) {
  const words = eventWords(event)
  return (
    <li className="px-3 py-1.5 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{typeWords(event.type)}</span>
        <span className="text-xs text-ink-2">{actorWords(event.actor)}</span>
        <span className="ml-auto text-xs text-ink-3">
          <Time at={event.at} format="absolute" />
        </span>
      </p>
      {words ? <p className="text-xs break-words text-ink-2">{words}</p> : null}
    </li>
  )
}
