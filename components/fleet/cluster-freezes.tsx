import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import type { FreezeDto } from '@/lib/freezes/dto'

/** The freezes that hold a cluster now or will. */
export function ClusterFreezes({ freezes }: { freezes: readonly FreezeDto[] }) {
  if (freezes.length === 0) return null
  const active = freezes.some(({ state }) => state === 'active')
  return (
    <div className="mb-4">
      <Callout
        tone={active ? 'warning' : 'info'}
        title={active ? 'Frozen: nothing new starts on this cluster' : 'A freeze is coming'}
      >
        <ul>
          {freezes.map(({ id, title, reason, startsAt, endsAt }) => (
            <li key={id}>
              <span className="font-medium text-ink">{title}</span>:{' '}
              <Time at={startsAt} format="absolute" seconds={false} /> –{' '}
              <Time at={endsAt} format="absolute" seconds={false} />. {reason}
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  )
}
