import { type TargetState, targetStates } from '@/lib/core/rollout/states'
import { type GroupKey, groupKeys } from './grouping'

export const tabNames = [
  'overview',
  'map',
  'timeline',
  'targets',
  'failures',
  'events',
  'plan',
  'audit',
] as const
export type TabName = (typeof tabNames)[number]

export const sortKeys = [
  'order',
  'cluster',
  'state',
  'region',
  'tier',
  'version',
  'duration',
  'started',
] as const
export type SortKey = (typeof sortKeys)[number]

/** A stretch of time, epoch ms. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Everything of the page that is worth sharing. */
export interface ViewState {
  tab: TabName
  /** The cluster whose drawer is open. */
  cluster: string | null
  /** Fingerprint of the group of failures that is looked at. */
  failure: string | null
  states: readonly TargetState[]
  phase: string | null
  words: string
  /** Only what was in flight at some time in this stretch. */
  active: Stretch | null
  /** By what clusters are drawn together on map and timeline. */
  group: GroupKey
  /** What of the time is on the timeline; null = everything, following the present. */
  window: Stretch | null
  sort: SortKey
  descending: boolean
}

export const initialView: ViewState = {
  tab: 'overview',
  cluster: null,
  failure: null,
  states: [],
  phase: null,
  words: '',
  active: null,
  group: 'phase',
  window: null,
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
    failure: query.get('failure'),
    states: (query.get('state') ?? '').split(',').flatMap((word) => oneOf(targetStates, word) ?? []),
    phase: query.get('phase'),
    words: query.get('q') ?? '',
    active: readStretch(query.get('active')),
    group: oneOf(groupKeys, query.get('group')) ?? initialView.group,
    window: readStretch(query.get('window')),
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
  if (view.active !== null) query.set('active', writeStretch(view.active))
  if (view.group !== initialView.group) query.set('group', view.group)
  if (view.window !== null) query.set('window', writeStretch(view.window))
  if (view.sort !== initialView.sort || view.descending) {
    query.set('sort', (view.descending ? '-' : '') + view.sort)
  }
  if (view.failure !== null) query.set('failure', view.failure)
  if (view.cluster !== null) query.set('cluster', view.cluster)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Instants of which a date can be made. */
const instantMax = 8.64e15

function readStretch(text: string | null): Stretch | null {
  const parts = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '')
  const [from, to] = [Number(parts?.[1]), Number(parts?.[2])]
  return from < to && to <= instantMax ? { from, to } : null
}

const writeStretch = ({ from, to }: Stretch): string => `${Math.round(from)}-${Math.round(to)}`

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | null =>
  values.find((value) => value === text) ?? null
