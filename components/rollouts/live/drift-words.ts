import type { Drift } from '@/lib/core/rollout/drift'

/** Says what was relabelled: `tier internal → customer, labels.ring – → broad`. */
export const driftWords = (changed: readonly Drift[]): string =>
  changed.map(({ fact, from, to }) => `${fact} ${from ?? '–'} → ${to ?? '–'}`).join(', ')
