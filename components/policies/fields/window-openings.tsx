'use client'

import { Time } from '@/components/ui/time'
import { useNow } from '@/lib/client/now'
import { type Weekday, weekdays } from '@/lib/core/policy/types'
import { itemsIn, member, textIn } from '@/lib/core/policy/written'
import { nextOpenings } from '@/lib/core/shared/weekly-window'
import type { Spot } from './spot'

const shown = 3

/** When a window will be open next, in one's own zone; the window must be one without problems. */
export function WindowOpenings({ spot }: { spot: Spot }) {
  const now = useNow(60_000)
  const days = itemsIn(member(spot.value, 'days')).map(textIn) as Weekday[]
  const window = {
    days: days.length > 0 ? days : weekdays,
    from: spot.at('from').text,
    to: spot.at('to').text,
    timezone: spot.at('timezone').text,
  }
  const openings = nextOpenings(window, now, shown)
  if (openings.length === 0) return <p className="text-xs text-warning">It never opens within a year.</p>
  return (
    <div className="text-xs text-ink-2">
      <p className="text-ink-3">Opens next</p>
      <ol className="mt-0.5 flex flex-col gap-0.5" aria-label="Next openings">
        {openings.map(({ opensAt, closesAt }) => (
          <li key={opensAt}>
            {opensAt <= now ? 'open now' : <Moment at={opensAt} />} until <Moment at={closesAt} />
          </li>
        ))}
      </ol>
    </div>
  )
}

const Moment = ({ at }: { at: number }) => (
  <Time at={new Date(at).toISOString()} format="absolute" seconds={false} />
)
