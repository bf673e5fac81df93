import { spreadValue } from '@/lib/core/rollout/limits'
import type { PlannedFacts } from '@/lib/core/rollout/model'

/** Names the group that a cluster belongs to, by the facts of a budget: a JSON array of their values. */
export const groupKey = (by: readonly string[], facts: PlannedFacts & { name: string }): string =>
  JSON.stringify(by.map((name) => (name === 'name' ? facts.name : spreadValue(facts, name))))

/** Lists the values of a group. */
export const groupValues = (key: string): string[] => JSON.parse(key)

/** Says in words which clusters a budget's group has: `customer clusters in eu-west-1`. */
export function groupWords(title: string, key: string): string {
  const values = groupValues(key).map((value) => value || '(none)')
  return values.length === 0 ? title : `${title} in ${values.join(' / ')}`
}
