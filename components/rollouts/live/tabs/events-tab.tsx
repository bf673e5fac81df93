'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { Segmented } from '@/components/ui/segmented'
import { Time } from '@/components/ui/time'
import { Toolbar } from '@/components/ui/toolbar'
import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import type { EventDto } from '@/lib/rollouts/dto'
import type { ViewState } from '../view-state'
import { actorWords, eventWeight, eventWords, typeWords } from './event-words'
import { useEvents } from './use-events'

const shows = [
  { value: 'turns', label: 'Turns' },
  { value: 'trouble', label: 'Trouble' },
  { value: 'all', label: 'Everything' },
] as const
type Shows = (typeof shows)[number]['value']

const weightClass = { trouble: 'text-danger', turn: 'text-ink', detail: 'text-ink-2' } as const
/** Fewer rows than this make it read older ones by itself, up to so many events. */
const shownMin = 30
const readMax = 10_000
/** Rows drawn at most; the rest is a filter or a page away. */
const shownMax = 400

/** The log of the rollout, newest first. What arrives waits at the top until one asks for it. */
export function EventsTab({ change }: { change: (next: Partial<ViewState>) => void }) {
  const { events, error, busy, readOlder } = useEvents()
  const [show, setShow] = useState<Shows>('turns')
  const [frozenAt, setFrozenAt] = useState<number | null>(null)
  const fits = (event: EventDto) =>
    show === 'all' ||
    eventWeight(event.type) === 'trouble' ||
    (show === 'turns' && eventWeight(event.type) === 'turn')
  const fitting = events.filter(fits)
  const held = frozenAt === null ? [] : fitting.filter(({ seq }) => seq > frozenAt)
  const shown = (frozenAt === null ? fitting : fitting.filter(({ seq }) => seq <= frozenAt))
    .slice(-shownMax)
    .reverse()
  // Turns are rare among the events of single clusters: read on until there is something to see.
  const scarce =
    fitting.length < shownMin && events.length < readMax && readOlder !== null && !busy && error === null
  useEffect(() => {
    if (scarce && events.length > 0) readOlder?.()
  })
  return (
    <div
      onScrollCapture={(event) => {
        const away = (event.target as HTMLElement).scrollTop > 40
        setFrozenAt(away ? (frozenAt ?? events.at(-1)?.seq ?? null) : null)
      }}
    >
      <Toolbar label="Events shown">
        <Segmented label="Events shown" segments={shows} value={show} onChange={setShow} />
        {held.length > 0 ? (
          <Button size="sm" onClick={() => setFrozenAt(null)}>
            {formatCount(held.length)} new: show
          </Button>
        ) : null}
      </Toolbar>
      {error ? (
        <Callout tone="warning" role="status" title="Events could not be read">
          {error}
        </Callout>
      ) : null}
      <section
        aria-label="Events"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
        tabIndex={0}
        className="max-h-[min(70vh,46rem)] overflow-y-auto overscroll-contain rounded-lg border border-line"
      >
        <ol reversed>
          {shown.map((event) => (
            <EventRow key={event.seq} event={event} change={change} />
          ))}
        </ol>
        {shown.length === 0 ? <EmptyState title="No such events yet" /> : null}
        {readOlder ? (
          <div className="p-3">
            <Button size="sm" busy={busy} onClick={readOlder}>
              Read older
            </Button>
          </div>
        ) : null}
      </section>
    </div>
  )
}

function EventRow({ event, change }: { event: EventDto; change: (next: Partial<ViewState>) => void }) {
  const words = eventWords(event)
  return (
    <li className="grid grid-cols-[3.5rem_minmax(0,1fr)_max-content] items-baseline gap-x-3 border-b border-line px-3 py-1.5 text-sm last:border-0 max-sm:grid-cols-[3rem_minmax(0,1fr)]">
      <span className="text-right text-xs text-ink-3 tabular-nums">{formatCount(event.seq)}</span>
      <span className="min-w-0">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className={cx('font-medium', weightClass[eventWeight(event.type)])}>
            {typeWords(event.type)}
          </span>
          {event.phase ? <span className="ident text-ink-2">{event.phase}</span> : null}
          {event.target ? (
            <button
              type="button"
              className="ident text-left wrap-anywhere hover:underline"
              onClick={() => change({ cluster: event.target })}
            >
              {event.target}
            </button>
          ) : null}
          <span className="text-xs text-ink-3">{actorWords(event.actor)}</span>
        </span>
        {words ? <span className="block truncate text-xs text-ink-2">{words}</span> : null}
      </span>
      <span className="text-xs text-ink-3 max-sm:col-start-2">
        <Time at={event.at} format="absolute" />
      </span>
    </li>
  )
}
