import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { DocumentDto, RevisionDto } from './dto'

type Kind = 'policies' | 'operations'

/** The revisions of a document, newest first. */
export const revisionsQuery = (kind: Kind, name: string) =>
  queryOptions({
    queryKey: [kind, name, 'revisions'],
    queryFn: async ({ signal }) =>
      (await api<{ items: RevisionDto[] }>('GET', `${path(kind, name)}/revisions`, { signal })).items,
  })

/** One revision of a document, whole; null = the newest. A revision never changes, so it is asked for once. */
export const revisionQuery = (kind: Kind, name: string, revision: number | null) =>
  queryOptions({
    queryKey: [kind, name, 'revision', revision],
    queryFn: ({ signal }) =>
      api<DocumentDto>('GET', path(kind, revision === null ? name : `${name}@${revision}`), { signal }),
    staleTime: revision === null ? 0 : Number.POSITIVE_INFINITY,
  })

const path = (kind: Kind, name: string): string => `/api/v1/${kind}/${encodeURIComponent(name)}`
