'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { messageOf } from '@/lib/client/api'
import { ErrorState } from './error-state'
import { SkeletonRows } from './skeleton'

/**
 * Draws what a query holds: its place while loading, why it failed with a way to try again, or the data. Data
 * once shown stays when a later refresh fails; the frame's banner tells that it may be old.
 */
export function QueryView<Data>({
  query,
  what,
  rows = 6,
  children,
}: {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  /** Names what is loaded, as in "The fleet could not be loaded": `The fleet`. */
  what: string
  /** How many rows to hold the place for. */
  rows?: number
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) {
    return (
      <ErrorState
        title={`${what} could not be loaded`}
        detail={messageOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return <SkeletonRows rows={rows} label={`${what} is loading`} />
}
