import { type TargetState, targetStates } from '@/lib/core/rollout/states'

export const tabNames = ['overview', 'map', 'timeline', 'targets', 'events', 'plan', 'audit'] as const
export type TabName = (typeof tabNames)[number]

export const sortKeys = ['order', 'cluster', 'state', 'duration', 'started'] as const
export type SortKey = (typeof sortKeys)[number]

/** Everything of the page that is worth sharing. */
export interface ViewState {
  tab: TabName
  /** The cluster whose drawer is open. */
  cluster: string | null
  states: readonly TargetState[]
  phase: string | null
  words: string
  sort: SortKey
  descending: boolean
}

export const initialView: ViewState = {
  tab: 'overview',
  cluster: null,
  states: [],
  phase: null,
  words: '',
  sort: 'order',
  descending: false,
}

/** Reads the view out of a URL's query; what it does not know it leaves at its default. */
export function readView(query: URLSearchParams): ViewState {
  const sort = query.get('sort') ?? ''
  const key = sort.replace(/^-/, '')
  return {
    tab: oneOf(tabNames, query.get('tab')) ?? initialView.tab,
    cluster: query.get('cluster'),
    states: (query.get('state') ?? '').split(',').flatMap((word) => oneOf(targetStates, word) ?? []),
    phase: query.get('phase'),
    words: query.get('q') ?? '',
    sort: oneOf(sortKeys, key) ?? initialView.sort,
    descending: sort.startsWith('-'),
  }
}

/** Writes the view as a URL's query, without what is at its default; '' when everything is. */
export function writeView(view: ViewState): string {
  const query = new URLSearchParams()
  if (view.tab !== initialView.tab) query.set('tab', view.tab)
  if (view.phase !== null) query.set('phase', view.phase)
  if (view.states.length > 0) query.set('state', view.states.join(','))
  if (view.words !== '') query.set('q', view.words)
  if (view.sort !== initialView.sort || view.descending) {
    query.set('sort', (view.descending ? '-' : '') + view.sort)
  }
  if (view.cluster !== null) query.set('cluster', view.cluster)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | null =>
  values.find((value) => value === text) ?? null
