'use client'

import { Card } from '@/components/ui/card'
import { ZoneChip } from '@/components/ui/time'
import { cx } from '@/lib/client/cx'
import { formatNoun } from '@/lib/client/format'
import { useNow } from '@/lib/client/now'
import { usePreferences } from '@/lib/client/preferences'
import { formatInstant, zoneLabel } from '@/lib/client/zone'
import {
  type CalendarBar,
  type CalendarDay,
  calendarBars,
  calendarDays,
  dayOffset,
} from '@/lib/core/freeze/calendar'
import type { FreezeDto } from '@/lib/freezes/dto'

const dayCount = 28
const initials = ['S', 'M', 'T', 'W', 'T', 'F', 'S']
const grid = 'grid grid-cols-1 gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]'

/** The next four weeks, a column a day and a line a freeze, in the zone in which times are written. */
export function FreezeCalendar({ freezes }: { freezes: readonly FreezeDto[] }) {
  const { activeZone } = usePreferences()
  const now = useNow(60_000)
  const days = calendarDays(activeZone, now, dayCount)
  const nowAt = dayOffset(days, now)
  const lines = freezes
    .map((freeze) => ({ freeze, bars: calendarBars(days, scheduleOf(freeze)) }))
    .filter(({ bars }) => bars.length > 0)
  return (
    <Card
      title={
        <>
          The next four weeks <ZoneChip zone={zoneLabel(activeZone, new Date(now))} />
        </>
      }
    >
      <div className="flex flex-col gap-1.5 sm:gap-0" suppressHydrationWarning>
        <div className={grid}>
          <span className="max-sm:hidden" />
          <DayHeads days={days} />
        </div>
        {lines.map(({ freeze, bars }) => (
          <div key={freeze.id} className={cx(grid, 'items-center')}>
            <span className="truncate py-1 text-xs font-medium" title={freeze.title}>
              {freeze.title}
            </span>
            <Line title={freeze.title} bars={bars} days={days} nowAt={nowAt} zone={activeZone} />
          </div>
        ))}
        {lines.length === 0 ? (
          <p className="pt-3 text-sm text-ink-2">Nothing is frozen within four weeks.</p>
        ) : null}
      </div>
    </Card>
  )
}

function DayHeads({ days }: { days: readonly CalendarDay[] }) {
  return (
    <div
      aria-hidden="true"
      className="grid text-center text-2xs text-ink-3 tabular-nums"
      style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
    >
      {days.map(({ date, weekday, startsAt }, index) => (
        <span key={startsAt} className="min-w-0 border-l border-line pb-1">
          <span className="block">{initials[weekday]}</span>
          <span
            className={cx(
              'block',
              index === 0 && 'font-semibold text-ink',
              index > 0 && weekday !== 1 && 'max-md:invisible',
            )}
          >
            {date.day}
          </span>
        </span>
      ))}
    </div>
  )
}

function Line({
  title,
  bars,
  days,
  nowAt,
  zone,
}: {
  title: string
  bars: readonly CalendarBar[]
  days: readonly CalendarDay[]
  nowAt: number
  zone: string
}) {
  const share = (offset: number) => `${(offset / days.length) * 100}%`
  const words = bars.slice(0, 3).map((bar) => barWords(bar, zone, days))
  const more = bars.length > 3 ? `, and ${formatNoun(bars.length - 3, 'more time', 'more times')}` : ''
  return (
    <div role="img" aria-label={`${title}: ${words.join('; ')}${more}`} className="relative h-7">
      <div
        className="absolute inset-0 grid"
        style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
      >
        {days.map(({ startsAt, weekday }) => (
          <span
            key={startsAt}
            className={cx('border-l border-line', (weekday === 0 || weekday === 6) && 'bg-sunken')}
          />
        ))}
      </div>
      {bars.map((bar) => (
        <span
          key={bar.startsAt}
          title={barWords(bar, zone, days)}
          className={cx(
            'absolute inset-y-1 min-w-[3px] rounded-sm',
            bar.from <= nowAt && nowAt < bar.to ? 'bg-state-held' : 'bg-control',
          )}
          style={{ left: share(bar.from), width: share(bar.to - bar.from) }}
        />
      ))}
      <span className="absolute inset-y-0 w-px bg-danger-fill" style={{ left: share(nowAt) }} />
    </div>
  )
}

function barWords({ startsAt, endsAt }: CalendarBar, zone: string, days: readonly CalendarDay[]): string {
  const now = new Date(days[0]?.startsAt ?? startsAt)
  const words = (at: number) => formatInstant(new Date(at), zone, now, false)
  const name = zoneLabel(zone, new Date(startsAt))
  return `${words(startsAt)} – ${endsAt === null ? 'until somebody ends it' : words(endsAt)} ${name}`
}

const scheduleOf = ({ startsAt, endsAt, recurrence }: FreezeDto) => ({
  startsAt: Date.parse(startsAt),
  endsAt: endsAt === null ? null : Date.parse(endsAt),
  recurrence,
})
