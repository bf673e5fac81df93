'use client'

import { useMemo } from 'react'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { ViewState } from '../view-state'
import { isFiltering, matcher, type TargetFilter } from './select-targets'

/** The filter of a view; the same object as long as it says the same. */
export function useFilter({ states, phase, words, active }: ViewState): TargetFilter {
  const key = JSON.stringify([states, active])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `states` and `active`
  return useMemo(() => ({ states, phase, words, active }), [key, phase, words])
}

/** The test of one target; null while nothing is filtered. */
export function useMatcher(store: RolloutStore, view: ViewState): ((index: number) => boolean) | null {
  const filter = useFilter(view)
  return useMemo(
    () => (isFiltering(filter) ? matcher(store.roster, store.columns, filter) : null),
    [store, filter],
  )
}
