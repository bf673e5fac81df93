'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { StateBadge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/drawer'
import { ErrorState } from '@/components/ui/error-state'
import { LinkButton } from '@/components/ui/link-button'
import { SkeletonRows } from '@/components/ui/skeleton'
import { messageOf } from '@/lib/client/api'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, progressOfCell, stateOfCode } from '@/lib/stream/cell'
import { isHeld, styleOfCode } from '../appearance'
import type { Rights } from '../header/controls'
import { useHeader, useVersion } from '../live-context'
import { Took } from '../map/map-tooltip'
import { TargetsDialog } from '../targets/targets-dialog'
import { PauseHere } from './pause-here'
import { TargetDetail } from './target-detail'
import { TargetEvents } from './target-events'
import { targetQuery } from './target-query'

/** One cluster: why it is where it is, what was tried, its nodes and its log. The page behind stays usable. */
export function ClusterDrawer({
  store,
  cluster,
  rights,
  onClose,
}: {
  store: RolloutStore
  cluster: string | null
  rights: Rights
  onClose: () => void
}) {
  return (
    <Drawer
      open={cluster !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={<span className="ident">{cluster}</span>}
      actions={<PauseHere rights={rights} />}
    >
      {cluster === null ? null : <Body key={cluster} store={store} cluster={cluster} rights={rights} />}
    </Drawer>
  )
}

function Body({ store, cluster, rights }: { store: RolloutStore; cluster: string; rights: Rights }) {
  const rollout = useHeader()
  const index = store.roster.indexOf.get(cluster)
  const cell = useCell(store, index)
  const state = stateOfCode(codeOfCell(cell))
  const moving = state === 'applying' || state === 'verifying' || state === 'reverting'
  const query = targetQuery(rollout.id, cluster)
  // A log grows without a change of state; what waits has reasons that change with others.
  const { data, error, refetch } = useQuery({ ...query, refetchInterval: moving ? 1_500 : 5_000 })
  useRefetchOn(query.queryKey, cell)
  if (index === undefined) return <ErrorState title="This rollout has no such cluster" />
  const phase = rollout.phases[store.columns.phaseOf[index] ?? 0]
  const style = styleOfCode(codeOfCell(cell), phase ? isHeld(phase, rollout) : false)
  const progress = moving ? progressOfCell(cell) : null
  return (
    <div className="flex flex-col gap-6 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StateBadge style={style} detail={phase?.title} />
        <Took store={store} index={index} />
        <span className="ml-auto flex gap-2">
          <Actions state={state} cluster={cluster} rights={rights} />
        </span>
        {progress === null ? null : (
          <ProgressLine progress={data?.progress ?? progress} message={data?.message ?? null} />
        )}
      </div>
      {data ? (
        <TargetDetail detail={data} />
      ) : error ? (
        <ErrorState
          title="The details could not be read"
          detail={messageOf(error)}
          onRetry={() => void refetch()}
        />
      ) : (
        <SkeletonRows rows={5} />
      )}
      <TargetEvents rollout={rollout.id} cluster={cluster} />
      <div>
        <LinkButton size="sm" href={`/clusters/${encodeURIComponent(cluster)}`}>
          Open cluster
        </LinkButton>
      </div>
    </div>
  )
}

function Actions({ state, cluster, rights }: { state: string; cluster: string; rights: Rights }) {
  const [verb, setVerb] = useState<'retry' | 'skip' | null>(null)
  const retryable = ['failed', 'skipped', 'cancelled'].includes(state)
  return (
    <>
      {retryable ? (
        <Button size="sm" disabledReason={rights.control} onClick={() => setVerb('retry')}>
          Retry…
        </Button>
      ) : null}
      {state === 'pending' ? (
        <Button size="sm" disabledReason={rights.control} onClick={() => setVerb('skip')}>
          Skip…
        </Button>
      ) : null}
      <TargetsDialog
        task={verb === null ? null : { verb, choice: { clusters: [cluster] } }}
        onClose={() => setVerb(null)}
      />
    </>
  )
}

function ProgressLine({ progress, message }: { progress: number; message: string | null }) {
  return (
    <div className="w-full">
      <div className="h-1.5 overflow-hidden rounded-full bg-hover" aria-hidden="true">
        <div
          className="h-full rounded-full bg-state-running transition-[width] duration-500"
          style={{ width: `${Math.round(progress * 100)}%` }}
        />
      </div>
      <p className="mt-1 flex gap-2 text-xs text-ink-2">
        <span className="tabular-nums">{Math.round(progress * 100)} %</span>
        <span className="min-w-0 truncate">{message}</span>
      </p>
    </div>
  )
}

/** The newest byte of one target; draws anew only when it changes. */
function useCell(store: RolloutStore, index: number | undefined): number {
  useVersion(store, 'cells')
  return index === undefined ? 0 : (store.columns.cells[index] ?? 0)
}

/** Reads the details anew when the stream says that the state changed. */
function useRefetchOn(queryKey: readonly unknown[], cell: number): void {
  const client = useQueryClient()
  const key = JSON.stringify(queryKey)
  const code = codeOfCell(cell)
  useEffect(() => {
    void code
    void client.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] })
  }, [client, key, code])
}
