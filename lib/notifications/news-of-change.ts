import type { ChangeType, Recorded } from '@/lib/core/rollout/change'
import type { EngineState } from '@/lib/core/rollout/state'
import type { NotificationEvent } from './dto'

/** What is kept of an event for whoever is to be told of it. */
export interface News {
  readonly event: NotificationEvent
  readonly body: {
    /** As the rollout's log calls it. */
    readonly type: string
    readonly at: string
    readonly phase: { readonly id: string; readonly title: string } | null
    readonly gate: string | null
    readonly data: unknown
  }
}

const eventOf: Partial<Record<ChangeType, NotificationEvent>> = {
  'rollout.started': 'rollout.started',
  'rollout.paused': 'rollout.paused',
  'rollout.resumed': 'rollout.resumed',
  'rollout.reopened': 'rollout.resumed',
  'rollout.rolling_back': 'rollout.rolling_back',
  'rollout.succeeded': 'rollout.ended',
  'rollout.succeeded_with_failures': 'rollout.ended',
  'rollout.nothing_to_do': 'rollout.ended',
  'rollout.failed': 'rollout.ended',
  'rollout.aborted': 'rollout.ended',
  'rollout.rolled_back': 'rollout.ended',
  'rollout.amendment_proposed': 'amendment.proposed',
  'budget.exhausted': 'budget.exhausted',
  'stop.fired': 'budget.exhausted',
  'phase.started': 'phase.started',
  'phase.succeeded': 'phase.ended',
  'phase.succeeded_with_failures': 'phase.ended',
  'phase.failed': 'phase.ended',
  'phase.skipped': 'phase.ended',
  'phase.aborted': 'phase.ended',
  'gate.requested': 'approval.requested',
}

/** Tells whether somebody outside may want to know of a change. */
export function isNews(change: Recorded): boolean {
  // Gates that time or a check opens ask nobody.
  if (change.type === 'gate.requested') return change.gate.spec.type === 'approval'
  return eventOf[change.type] !== undefined
}

/** Says what there is to tell of a change, or null when it is no news. */
export function newsOf(state: EngineState, change: Recorded): News | null {
  const event = eventOf[change.type]
  if (event === undefined || !isNews(change)) return null
  const gate = 'gate' in change ? change.gate : null
  const phase = gate ? state.phases[gate.phase] : 'phase' in change ? change.phase : null
  return {
    event,
    body: {
      type: change.type,
      at: new Date(change.at).toISOString(),
      phase: phase ? { id: phase.id, title: phase.title } : null,
      gate: gate?.id ?? null,
      data: dataOf(change),
    },
  }
}

/** What an event carries, without what only the engine reads. */
function dataOf(change: Recorded): unknown {
  if (change.type === 'phase.started') return null
  return 'data' in change ? change.data : null
}
