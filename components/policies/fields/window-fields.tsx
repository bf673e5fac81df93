'use client'

import { useId } from 'react'
import { cx } from '@/lib/client/cx'
import { weekdays } from '@/lib/core/policy/types'
import { itemsIn, textIn } from '@/lib/core/policy/written'
import type { Spot } from './spot'
import { TextField } from './text-field'
import { WindowOpenings } from './window-openings'

/** The days, the hours and the zone in which something may start, and when that will be next. */
export function WindowFields({ spot }: { spot: Spot }) {
  const zones = useId()
  const days = spot.at('days')
  const written = itemsIn(days.value).map(textIn)
  const chosen = written.length === 0 ? [...weekdays] : written
  const toggle = (day: string) => {
    const next = weekdays.filter((one) => (one === day) !== chosen.includes(one))
    days.set(next.length === 0 || next.length === weekdays.length ? undefined : next)
  }
  return (
    <>
      <fieldset className="flex min-w-0 flex-wrap gap-1">
        <legend className="mb-1 text-xs font-medium text-ink-2">Days</legend>
        {weekdays.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={chosen.includes(day)}
            onClick={() => toggle(day)}
            className={cx(
              'h-7 min-w-10 rounded-md px-2 text-xs font-medium capitalize',
              chosen.includes(day)
                ? 'bg-accent-soft text-accent'
                : 'text-ink-2 ring-1 ring-line-strong ring-inset hover:bg-hover',
            )}
          >
            {day}
          </button>
        ))}
      </fieldset>
      {days.problem ? <p className="text-xs text-danger">{days.problem}</p> : null}
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-[5.5rem_5.5rem_minmax(0,1fr)]">
        <TextField spot={spot.at('from')} label="From" placeholder="09:00" />
        <TextField spot={spot.at('to')} label="To" placeholder="16:00" />
        <div className="max-sm:col-span-2">
          <TextField spot={spot.at('timezone')} label="Time zone" placeholder="Europe/London" list={zones} />
        </div>
      </div>
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {spot.problems === 0 ? <WindowOpenings spot={spot} /> : null}
    </>
  )
}
