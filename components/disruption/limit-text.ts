import { formatNoun } from '@/lib/client/format'
import type { Limit } from '@/lib/core/shared/amount'

/** Says a limit in words: `2 clusters`, `10% of the clusters`. */
export const limitWords = (limit: Limit): string =>
  typeof limit === 'number' ? formatNoun(limit, 'cluster') : `${limitText(limit)} of the clusters`

/** Writes a limit as one types it. */
export const limitText = (limit: Limit): string => (Array.isArray(limit) ? limit.join(' or ') : String(limit))
