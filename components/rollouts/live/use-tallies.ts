'use client'

import { useMemo } from 'react'
import { useHeader, useStore, useVersion } from './live-context'
import { sumTallies, type Tally, tallyPhase } from './tally'

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
