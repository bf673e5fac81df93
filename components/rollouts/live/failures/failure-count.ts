import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOf } from '@/lib/stream/cell'

const codes = [codeOf('failed', false), codeOf('revert_failed', false)]

/** How many targets have failed, in all phases. */
export const failureCount = (store: RolloutStore): number =>
  store.roster.phases.reduce(
    (sum, _, phase) => sum + codes.reduce((of, code) => of + store.count(phase, code), 0),
    0,
  )
