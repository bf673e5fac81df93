'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { type NotificationEvent, notificationEvents } from '@/lib/notifications/dto'

/** What each event is, as it continues "tell it when …". */
export const eventWords: Readonly<Record<NotificationEvent, string>> = {
  'rollout.started': 'a rollout starts',
  'rollout.paused': 'a rollout is paused, by somebody or by itself',
  'rollout.resumed': 'a rollout goes on',
  'rollout.rolling_back': 'a rollout is being rolled back',
  'rollout.ended': 'a rollout has ended, however it went',
  'phase.started': 'a phase starts',
  'phase.ended': 'a phase has ended',
  'budget.exhausted': 'a failure budget is spent, or a statistical stop fires',
  'approval.requested': 'a gate asks for an approval',
  'amendment.proposed': 'a change of a running rollout waits for somebody else',
  'line.stopped': 'somebody stops the line',
  'line.released': 'somebody releases the line',
}

/** Chooses the events that a route is told of. */
export function RouteEvents({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly NotificationEvent[]
  error: string | undefined
  onChange: (events: NotificationEvent[]) => void
}) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-xs font-medium text-ink-2">Tell it when …</legend>
      {notificationEvents.map((event) => (
        <Checkbox
          key={event}
          checked={chosen.includes(event)}
          onChange={(on) => onChange(on ? [...chosen, event] : chosen.filter((one) => one !== event))}
        >
          <span className="text-pretty">
            {eventWords[event]} <span className="ident text-ink-3">{event}</span>
          </span>
        </Checkbox>
      ))}
      {error === undefined ? null : (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </fieldset>
  )
}
