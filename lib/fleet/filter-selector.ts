import { and, compare, field, isIn, or, type Selector, text } from '@/lib/core/selector/ast'
import { parseSelector } from '@/lib/core/selector/parse'
import { printSelector } from '@/lib/core/selector/print'
import { type FacetName, type FleetFilter, facetNames } from './filter'

/**
 * Says in a selector what a filter shows, so that a rollout takes exactly the clusters one was looking at.
 * Null when it cannot: the filter's own selector is wrong, or words are written in capitals, which the page
 * ignores and a selector does not.
 */
export function selectorOfFilter(filter: FleetFilter): string | null {
  const parts: Selector[] = []
  if (filter.select.trim() !== '') {
    const parsed = parseSelector(filter.select)
    if (!parsed.ok) return null
    parts.push(parsed.value)
  }
  for (const word of filter.words.split(/\s+/).filter(Boolean)) {
    if (word !== word.toLowerCase()) return null
    parts.push(text(field('name'), 'contains', word))
  }
  for (const name of facetNames) {
    const chosen = filter.facets[name]
    if (chosen.length > 0) parts.push(oneOf(name, chosen))
  }
  return printSelector(and(parts))
}

/** Says in a selector that a cluster is one of those named. */
export const selectorOfNames = (names: readonly string[]): string =>
  printSelector(
    names.length === 1 ? compare(field('name'), '==', names[0] ?? '') : isIn(field('name'), names),
  )

function oneOf(name: FacetName, values: readonly string[]): Selector {
  const known = name === 'version' ? values.filter((value) => value !== '') : values
  const parts: Selector[] = []
  if (known.length === 1) parts.push(compare(field(name), '==', known[0] ?? ''))
  if (known.length > 1) parts.push(isIn(field(name), known))
  if (known.length < values.length) parts.push(compare(field(name), '==', null))
  return or(parts)
}
