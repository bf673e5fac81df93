'use client'

import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { api } from '@/lib/client/api'
import { formatCount, formatNoun } from '@/lib/client/format'
import { useSettled } from '@/lib/client/use-settled'
import { parseSelector } from '@/lib/core/selector/parse'
import type { PhaseFacts } from './lane-facts'

/** How long after the last keystroke the server is asked. */
const settleMs = 600

/** How many clusters a selector matches and its phase takes: counted here at once, then confirmed by the server. */
export function SelectorCount({ select, facts }: { select: string; facts: PhaseFacts }) {
  const settled = useSettled(select, settleMs)
  const confirmed = useQuery({
    queryKey: ['fleet', 'count', settled],
    enabled: parseSelector(settled).ok,
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ select: settled })
      return (await api<{ total: number }>('GET', `/api/v1/fleet/facets?${query}`, { signal })).total
    },
    staleTime: 10_000,
  })
  const known = settled === select ? confirmed.data : undefined
  const { matched, taken } = facts
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-2">
      <span>
        Matches <strong className="tabular-nums">{formatNoun(matched, 'cluster')}</strong>
        {taken === matched ? '' : `, the phase takes ${formatCount(taken)}`}
      </span>
      {known === undefined ? null : known === matched ? (
        <span className="inline-flex items-center gap-0.5 text-success">
          <Check size={12} aria-hidden="true" /> confirmed
        </span>
      ) : (
        <span className="text-warning">the server counts {formatCount(known)}; the fleet has changed</span>
      )}
    </p>
  )
}
