import { emptyFilter, type FacetName, type FleetFilter, facetNames } from './filter'

/** Reads a filter out of a URL's query: `q`, `select`, and a parameter per chosen facet value. */
export function readFilter(query: URLSearchParams): FleetFilter {
  const facets = { ...emptyFilter.facets } as Record<FacetName, readonly string[]>
  for (const name of facetNames) facets[name] = query.getAll(name)
  return { words: query.get('q') ?? '', select: query.get('select') ?? '', facets }
}

/** Writes a filter into a URL's query, leaving the other parameters as they are. */
export function writeFilter(filter: FleetFilter, before: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(before)
  for (const name of ['q', 'select', ...facetNames]) query.delete(name)
  if (filter.words.trim() !== '') query.set('q', filter.words)
  if (filter.select.trim() !== '') query.set('select', filter.select)
  for (const name of facetNames) for (const value of filter.facets[name]) query.append(name, value)
  return query
}
