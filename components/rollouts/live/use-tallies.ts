'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { useHeader, useStore, useVersion } from './live-context'
import { failedCount, sumTallies, type Tally, tallyPhase } from './tally'

/** The tallies of all phases in order, and their sum, as of now. */
export function useTallies(): { phases: readonly Tally[]; all: Tally } {
  const rollout = useHeader()
  const store = useStore()
  const version = useVersion(store, 'counts')
  return useMemo(() => {
    void version
    const phases = rollout.phases.map((phase) => tallyPhase(store, phase, rollout))
    return { phases, all: sumTallies(phases) }
  }, [rollout, store, version])
}

/** How many targets have failed; whoever uses it is drawn anew only when that changes. */
export function useFailedCount(): number {
  const rollout = useHeader()
  const store = useStore()
  const count = () =>
    failedCount(sumTallies(rollout.phases.map((phase) => tallyPhase(store, phase, rollout))))
  return useSyncExternalStore((listener) => store?.subscribe('counts', listener) ?? (() => {}), count, count)
}
