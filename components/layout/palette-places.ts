'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '@/lib/client/api'
import { useSettled } from '@/lib/client/use-settled'
import { rosterQuery } from '@/lib/fleet/query-options'
import type { Page, RolloutSummaryDto } from '@/lib/rollouts/dto'
import { navItems } from './nav-items'

/** Something one can go to. */
export interface Place {
  name: string
  kind: string
  href: string
  mono: boolean
  /** Does something instead of going there. */
  run?: () => void
}

const page = (name: string, href: string): Place => ({ name, kind: 'page', href, mono: false })
const pages: readonly Place[] = [
  page('Compose a rollout', '/rollouts/new'),
  ...navItems.map(({ label, href }) => page(label, href)),
]

interface Named {
  name: string
  title: string
}

/**
 * Everything one can go to, pages first; rollouts are searched at the server. While `loading` there may be more than
 * what is there yet.
 */
export function usePlaces(words: string): { places: readonly Place[]; loading: boolean } {
  const typed = words.trim()
  const settled = useSettled(typed, 150)
  const rollouts = useList<RolloutSummaryDto>(rolloutPath(settled))
  const policies = useList<Named>('/api/v1/policies')
  const operations = useList<Named>('/api/v1/operations')
  const { data: fleet, isLoading } = useQuery(rosterQuery())
  const places = useMemo(
    () => [
      ...pages,
      ...(rollouts.items ?? []).map(({ id, title }) => ({
        name: title,
        kind: `rollout ${id}`,
        href: `/rollouts/${id}`,
        mono: false,
      })),
      ...(policies.items ?? []).map(({ name, title }) =>
        document('policy', `/policies/${name}`, name, title),
      ),
      ...(operations.items ?? []).map(({ name, title }) =>
        document('operation', `/operations/${name}`, name, title),
      ),
      ...(fleet ?? []).map(({ name }) => ({
        name,
        kind: 'cluster',
        href: `/clusters/${encodeURIComponent(name)}`,
        mono: true,
      })),
    ],
    [rollouts.items, policies.items, operations.items, fleet],
  )
  const loading =
    isLoading || typed !== settled || [rollouts, policies, operations].some(({ loading }) => loading)
  return { places, loading }
}

/** The newest, or those whose title holds what was typed: there may be any number of rollouts. */
const rolloutPath = (title: string): string =>
  `/api/v1/rollouts?${new URLSearchParams({ limit: '30', ...(title.length > 1 && { title: title.slice(0, 200) }) })}`

const document = (kind: string, href: string, name: string, title: string): Place => ({
  name: title && title !== name ? `${title} (${name})` : name,
  kind,
  href,
  mono: false,
})

function useList<Item>(path: string): { items: Item[] | undefined; loading: boolean } {
  const { data, isFetching } = useQuery({
    queryKey: ['palette', path],
    queryFn: ({ signal }) => api<Page<Item> | Item[]>('GET', path, { signal }),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })
  return { items: Array.isArray(data) ? data : data?.items, loading: isFetching }
}

/**
 * Finds places whose names hold all words, best first: names that begin with the words, then where a word
 * begins, then the rest; ties in the order given.
 */
export function findPlaces(places: readonly Place[], words: string, limit: number): readonly Place[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return places.slice(0, limit)
  const ranks: Place[][] = [[], [], []]
  for (const place of places) {
    const name = place.name.toLowerCase()
    if (!wanted.every((word) => name.includes(word))) continue
    const first = wanted[0] as string
    const rank = name.startsWith(first)
      ? 0
      : new RegExp(`(?:^|[^a-z0-9])${escapeRegExp(first)}`).test(name)
        ? 1
        : 2
    ranks[rank]?.push(place)
  }
  return ranks.flat().slice(0, limit)
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
