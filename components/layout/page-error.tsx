'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { startTransition, useEffect, useEffectEvent, useRef } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { readinessQuery } from '@/lib/client/readiness'
import { useUpdated } from '@/lib/client/updated'

/**
 * What stands where a page could not be drawn. When the database was away, it tries again by itself as soon as
 * the frame's banner sees it back.
 */
export function PageError({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const router = useRouter()
  const { data } = useQuery(readinessQuery())
  const isAway = data !== undefined && data.state !== 'ready' && data.state !== 'worker'
  const updated = useUpdated()
  const wasAway = useRef(isAway)
  const again = useEffectEvent(() => {
    startTransition(() => {
      router.refresh()
      retry()
    })
  })
  useEffect(() => {
    if (wasAway.current && !isAway) again()
    wasAway.current = isAway
  }, [isAway])
  if (updated) {
    return (
      <ErrorState
        title="The console was updated"
        detail="This page is of the version before, of which the server has nothing any more. Reload it."
        onRetry={() => window.location.reload()}
      />
    )
  }
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
      onRetry={() =>
        startTransition(() => {
          router.refresh()
          retry()
        })
      }
    />
  )
}
