import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import { windowWords } from '@/lib/core/shared/weekly-window'
import type { FreezeDto } from '@/lib/freezes/dto'

/** The freezes that hold a cluster now or will. */
export function ClusterFreezes({ freezes }: { freezes: readonly FreezeDto[] }) {
  if (freezes.length === 0) return null
  const active = freezes.some(({ holds }) => holds)
  return (
    <div className="mb-4">
      <Callout
        tone={active ? 'warning' : 'info'}
        title={active ? 'Frozen: nothing new starts on this cluster' : 'A freeze is coming'}
      >
        <ul>
          {freezes.map(({ id, title, reason, startsAt, endsAt, recurrence }) => (
            <li key={id}>
              <span className="font-medium text-ink">{title}</span>:{' '}
              <Time at={startsAt} format="absolute" seconds={false} /> –{' '}
              {endsAt ? <Time at={endsAt} format="absolute" seconds={false} /> : 'until somebody ends it'}
              {recurrence && `, ${windowWords(recurrence)}`}. {reason}
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  )
}
