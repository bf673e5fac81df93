'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { startTransition, useEffect } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { readinessKey } from '@/lib/client/query-client'
import type { Readiness } from '@/lib/client/readiness'

/**
 * What stands where a page could not be drawn. When the database was away, it tries again by itself as soon as
 * the frame's banner sees it back.
 */
export function PageError({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const router = useRouter()
  const { data: readiness } = useQuery<Readiness>({ queryKey: readinessKey, enabled: false })
  const isAway = readiness !== undefined && readiness !== 'ready' && readiness !== 'worker'

  function again(): void {
    startTransition(() => {
      router.refresh()
      retry()
    })
  }
  useEffect(() => {
    if (!isAway) return
    return () => {
      startTransition(() => {
        router.refresh()
        retry()
      })
    }
  }, [isAway, retry, router])
  return (
    <ErrorState
      title={isAway ? 'This page is not available at the moment' : 'This page could not be drawn'}
      detail={
        isAway
          ? 'It comes back by itself as soon as the connection does. Nothing was lost.'
          : digest
            ? `The log has it under ${digest}.`
            : null
      }
      onRetry={again}
    />
  )
}
