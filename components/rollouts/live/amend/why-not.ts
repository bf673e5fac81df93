import { isFinished } from '@/lib/core/rollout/states'
import type { AmendmentEffectDto, RolloutDto } from '@/lib/rollouts/dto'

/** Says why nothing of a rollout can be changed, as far as it is known without asking; null = it may be possible. */
export function whyNotAmend({ state, wayBack }: Pick<RolloutDto, 'state' | 'wayBack'>): string | null {
  if (isFinished(state)) return 'This rollout is over: nothing is left to change.'
  if (state === 'draft') return 'It has not begun: launch it anew, with another policy.'
  if (state === 'aborting') return 'It is being aborted: nothing new starts in it.'
  return wayBack.underWay === null ? null : 'It is being rolled back: nothing new starts in it.'
}

/** What is known of a change that somebody writes. */
export interface Written {
  readonly changed: boolean
  /** Whether it is a policy, by what can be told here. */
  readonly valid: boolean
  /** The plan is another than the one that was begun from. */
  readonly overtaken: boolean
  /** The server has refused to say what it would do. */
  readonly refused: boolean
  /** Null = it is not known yet. */
  readonly effect: Pick<AmendmentEffectDto, 'weakenings'> | null
  /** Who has proposed another change, which waits; null = nobody. */
  readonly pendingBy: string | null
}

/** Says why a change cannot be sent yet; null = it can. */
export function whyNotSend(written: Written): string | null {
  const { changed, valid, overtaken, refused, effect, pendingBy } = written
  if (overtaken) return 'Bring it together with what was changed meanwhile first.'
  if (!changed) return 'Change something first.'
  if (!valid) return 'Mend what is wrong with the policy first.'
  if (refused) return 'It cannot be made; it says above why.'
  if (effect === null) return 'What it would do is being worked out.'
  if (effect.weakenings.length === 0 || pendingBy === null) return null
  return `A change that ${pendingBy} proposed waits already; only what tightens can be made beside it.`
}
