import type { BarPart } from '@/components/ui/progress'
import { targetStyle } from '@/lib/client/state-style'
import type { TargetState } from '@/lib/core/rollout/states'
import type { TargetCounts } from '@/lib/rollouts/dto'

/** Done first, waiting last: the bar fills from the left, and failures stand next to what is done. */
const order: readonly TargetState[] = [
  'succeeded',
  'reverted',
  'failed',
  'revert_failed',
  'skipped',
  'cancelled',
  'verifying',
  'applying',
  'reverting',
  'pending',
]

/** Makes the parts of a state bar from counts. */
export const statePartsOf = (counts: TargetCounts): BarPart[] =>
  order.map((state) => ({
    key: state,
    tone: targetStyle[state].tone,
    count: counts[state],
    label: targetStyle[state].label.toLowerCase(),
  }))
