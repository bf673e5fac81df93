'use client'

import { useShortcut } from '@/lib/client/shortcuts'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { nextFailure } from './next-failure'

/** N and P where there is no map: the next and the previous failure open in the drawer. */
export function FailureKeys({
  store,
  open,
  onOpen,
}: {
  store: RolloutStore
  /** Name of the cluster whose drawer is open. */
  open: string | null
  onOpen: (cluster: string) => void
}) {
  const jump = (step: 1 | -1) => {
    const from = open === null ? null : (store.roster.indexOf.get(open) ?? null)
    const found = nextFailure(store.columns, from, step)
    const cluster = found === null ? undefined : store.roster.clusters[found]
    if (cluster !== undefined) onOpen(cluster)
  }
  useShortcut({ keys: 'n', description: 'Next failure', section: 'Rollout' }, () => jump(1))
  useShortcut({ keys: 'p', description: 'Previous failure', section: 'Rollout' }, () => jump(-1))
  return null
}
