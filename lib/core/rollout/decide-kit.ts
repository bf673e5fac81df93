/** Helpers for the tests of decisions: an outside in which some clusters fail, and failure budgets. */
import type { ResolvedBudget } from '@/lib/core/policy/resolved'
import { type Outside, succeeds } from './rollout-kit'

/** An outside in which everything works after a second, but not on the named clusters. */
export const failing =
  (...names: string[]): Outside =>
  ({ target }) => ({
    after: 1_000,
    answer: names.includes(target.cluster) ? { kind: 'failed', message: 'no' } : succeeds,
  })

/** A failure budget; `max` failures are tolerated. */
export const budget = (
  max: number,
  onExhausted: ResolvedBudget['onExhausted'] = 'pause',
  strict = false,
): ResolvedBudget => ({ max, onExhausted, strict })
