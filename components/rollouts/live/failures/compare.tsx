'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { messageOf } from '@/lib/client/api'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { targetQuery } from '../drawer/target-query'
import { useHeader } from '../live-context'
import { CompareTable } from './compare-table'
import { LogWindow } from './log-window'
import { neighbourOf } from './neighbour'

/** A failed cluster beside the one most like it that succeeded: which facts differ, what each step took, the logs. */
export function Compare({ store, cluster }: { store: RolloutStore; cluster: string }) {
  const { id } = useHeader()
  const index = store.roster.indexOf.get(cluster) ?? -1
  // Found once: a neighbour that changes while one reads is none.
  const other = useMemo(() => neighbourOf(store.roster, store.columns, index), [store, index])
  const neighbour = other === null ? null : (store.roster.clusters[other] ?? null)
  const failed = useQuery(targetQuery(id, cluster))
  const succeeded = useQuery({ ...targetQuery(id, neighbour ?? ''), enabled: neighbour !== null })
  const error = failed.error ?? succeeded.error
  return (
    <section aria-labelledby="compare">
      <h3 id="compare" className="mb-2 text-sm font-semibold">
        Beside one that succeeded
      </h3>
      {neighbour === null ? (
        <p className="text-sm text-ink-2">Nothing has succeeded yet that it could be compared with.</p>
      ) : error ? (
        <ErrorState
          title="The clusters could not be read"
          detail={messageOf(error)}
          onRetry={() => void Promise.all([failed.refetch(), succeeded.refetch()])}
        />
      ) : failed.data && succeeded.data ? (
        <>
          <CompareTable failed={failed.data} succeeded={succeeded.data} />
          <div className="mt-3 grid gap-3 xl:grid-cols-2">
            <LogWindow detail={failed.data} />
            <LogWindow detail={succeeded.data} />
          </div>
        </>
      ) : (
        <SkeletonRows rows={6} />
      )}
    </section>
  )
}
