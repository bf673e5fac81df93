import { formatCount, formatNoun } from '@/lib/client/format'
import type { PhaseFacts } from './lane-facts'

/** Says what a phase takes: `3 regions · 2 versions · 96 already taken by phase 1`. */
export function countWords({ taken, matched, takenBy, regions, versions }: PhaseFacts): string {
  if (matched === 0) return 'matches no cluster'
  const parts: string[] = []
  if (taken > 0) parts.push(formatNoun(regions, 'region'), formatNoun(versions, 'version'))
  else parts.push('takes nothing')
  for (const { phase, count } of takenBy.slice(0, 2)) {
    parts.push(`${formatCount(count)} already taken by phase ${phase + 1}`)
  }
  const more = takenBy.slice(2).reduce((sum, { count }) => sum + count, 0)
  if (more > 0) parts.push(`${formatCount(more)} by others`)
  return parts.join(' · ')
}
