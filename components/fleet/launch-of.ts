import { formatCount } from '@/lib/client/format'
import { type FleetFilter, isEmptyFilter } from '@/lib/fleet/filter'
import { selectorOfFilter, selectorOfNames } from '@/lib/fleet/filter-selector'

/** Servers refuse addresses longer than about 16 kB; names are the only part that can grow so far. */
const selectorMax = 6_000
const namesMax = 500

/** Where "Start a rollout" leads, what it is called, or why it cannot go anywhere. */
export interface Launch {
  label: string
  href: string | null
  refusal: string | null
}

/** Starts with the selected clusters, else with those that the filter shows, else with the whole fleet. */
export function launchOf(filter: FleetFilter, selected: ReadonlySet<string>, shown: number): Launch {
  if (selected.size > 0) {
    const label = `Start a rollout on ${formatCount(selected.size)}`
    // Not even written out when it cannot fit: 10,000 names would be written with every keystroke.
    const select = selected.size > namesMax ? null : selectorOfNames([...selected])
    if (select === null || select.length > selectorMax) {
      return refuse(
        label,
        'Too many names for one selector. Describe these clusters with the filter instead.',
      )
    }
    return go(label, select)
  }
  if (isEmptyFilter(filter)) return { label: 'Start a rollout', href: '/rollouts/new', refusal: null }
  const label = `Start a rollout on ${formatCount(shown)}`
  if (shown === 0) return refuse(label, 'No cluster passes the filter.')
  const select = selectorOfFilter(filter)
  if (select === null) {
    return refuse(
      label,
      'The filter cannot be said as a selector: mend the selector, and search in lower case.',
    )
  }
  return go(label, select)
}

const go = (label: string, select: string): Launch => ({
  label,
  href: `/rollouts/new?select=${encodeURIComponent(select)}`,
  refusal: null,
})

const refuse = (label: string, refusal: string): Launch => ({ label, href: null, refusal })
