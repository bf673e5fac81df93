import type { PhaseState, TargetState } from '@/lib/core/rollout/states'
import { formatCount, formatNoun } from './format'
import { phaseStyle, type StateStyle, targetStyle } from './state-style'

/** How a phase is shown: its glyph and word, and what continues them. */
export interface PhaseLook {
  readonly style: StateStyle
  readonly detail: string | null
}

type Counts = Readonly<
  Record<Extract<TargetState, 'succeeded' | 'failed' | 'reverting' | 'reverted' | 'revert_failed'>, number>
>

const done: ReadonlySet<PhaseState> = new Set([
  'succeeded',
  'succeeded_with_failures',
  'failed',
  'skipped',
  'aborted',
])

/**
 * Says how a phase looks: as its state says, unless it has been taken back since. A phase keeps the state with which
 * it ended when its clusters are rolled back, and "Succeeded" would hide that nothing of it is left.
 */
export function phaseLook(state: PhaseState, counts: Counts): PhaseLook {
  const { reverting, reverted, revert_failed: stuck } = counts
  if (reverting + reverted + stuck === 0) return { style: phaseStyle[state], detail: null }
  if (!done.has(state)) return { style: phaseStyle[state], detail: `${formatCount(reverted)} rolled back` }
  const touched = counts.succeeded + counts.failed + reverting + reverted + stuck
  const label =
    reverting > 0
      ? 'Rolling back'
      : reverted === touched
        ? 'Rolled back'
        : reverted > 0
          ? 'Partly rolled back'
          : 'Not rolled back'
  return {
    style: { ...(reverted + reverting > 0 ? targetStyle.reverted : targetStyle.revert_failed), label },
    detail: `${formatCount(reverted)} of ${formatNoun(touched, 'cluster')}`,
  }
}
