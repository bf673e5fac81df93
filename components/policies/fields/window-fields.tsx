'use client'

import { useId } from 'react'
import { WeekdayToggles } from '@/components/ui/weekday-toggles'
import { ZoneOptions } from '@/components/ui/zone-field'
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
  const choose = (next: readonly string[]) =>
    days.set(next.length === 0 || next.length === weekdays.length ? undefined : next)
  return (
    <>
      <WeekdayToggles chosen={chosen} onChange={choose} />
      {days.problem ? <p className="text-xs text-danger">{days.problem}</p> : null}
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-[5.5rem_5.5rem_minmax(0,1fr)]">
        <TextField spot={spot.at('from')} label="From" placeholder="09:00" />
        <TextField spot={spot.at('to')} label="To" placeholder="16:00" />
        <div className="max-sm:col-span-2">
          <TextField spot={spot.at('timezone')} label="Time zone" placeholder="Europe/London" list={zones} />
        </div>
      </div>
      <ZoneOptions id={zones} />
      {spot.problems === 0 ? <WindowOpenings spot={spot} /> : null}
    </>
  )
}
