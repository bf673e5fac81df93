'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { StateBadge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { act } from '@/lib/client/act'
import { formatNoun } from '@/lib/client/format'
import type { StateStyle } from '@/lib/client/state-style'
import { useAct } from '@/lib/client/use-act'
import { retryDelivery } from '@/lib/notifications/actions'
import type { DeliveryDto } from '@/lib/notifications/dto'
import { deliveriesQuery } from './queries'

const taken: StateStyle = { tone: 'succeeded', glyph: 'solid', label: 'Taken' }
const onItsWay: StateStyle = { tone: 'running', glyph: 'running', label: 'On its way' }
const again: StateStyle = { tone: 'retrying', glyph: 'half', label: 'Tried again' }
const lost: StateStyle = { tone: 'failed', glyph: 'cross', label: 'Not taken' }

/** How a delivery stands, in a glyph and a word. */
export function deliveryStyle({ deliveredAt, retryAt, error }: DeliveryDto): StateStyle {
  if (deliveredAt !== null) return taken
  if (retryAt === null) return lost
  return error === null ? onItsWay : again
}

/** The newest deliveries of one route: what was told, and what came of it. */
export function RouteDeliveries({ name, onClose }: { name: string; onClose: () => void }) {
  const query = useQuery(deliveriesQuery(name))
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={`Deliveries to ${name}`}
      description="The newest 50; they are kept for two weeks. What is not taken is tried again for a day."
    >
      <QueryView query={query} what="The list of deliveries">
        {(deliveries) =>
          deliveries.length === 0 ? (
            <EmptyState title="Nothing was told yet">Send a test to see whether it arrives.</EmptyState>
          ) : (
            <ol className="divide-y divide-line border-y border-line">
              {deliveries.map((delivery) => (
                <Delivery key={delivery.id} route={name} delivery={delivery} />
              ))}
            </ol>
          )
        }
      </QueryView>
    </Sheet>
  )
}

function Delivery({ route, delivery }: { route: string; delivery: DeliveryDto }) {
  const { event, rollout, title, createdAt, attempts, deliveredAt, retryAt, error } = delivery
  return (
    <li className="flex flex-col gap-0.5 py-2.5 text-sm">
      <span className="flex flex-wrap items-baseline gap-x-3">
        <StateBadge size="sm" style={deliveryStyle(delivery)} />
        <span className="ident">{event}</span>
        <span className="ml-auto text-xs text-ink-3">
          <Time at={createdAt} />
        </span>
      </span>
      {rollout === null ? null : (
        <Link href={`/rollouts/${rollout}`} className="min-w-0 truncate text-xs text-ink-2 hover:underline">
          {title}
        </Link>
      )}
      {error === null ? null : <span className="text-xs break-words text-danger">{error}</span>}
      {attempts > 1 || retryAt !== null ? (
        <span className="text-xs text-ink-3">
          {formatNoun(attempts, 'attempt')}
          {retryAt !== null && deliveredAt === null && error !== null ? (
            <>
              , the next <Time at={retryAt} />
            </>
          ) : null}
        </span>
      ) : null}
      {deliveredAt === null && retryAt === null ? <SendAgain route={route} delivery={delivery} /> : null}
    </li>
  )
}

/** What was given up can be tried once more: by then the receiver may be back. */
function SendAgain({ route, delivery }: { route: string; delivery: DeliveryDto }) {
  const again = useAct({
    run: () => act(retryDelivery({ name: route, delivery: delivery.id })),
    done: () => 'It is on its way again',
    refused: 'It was not sent again',
    changes: [['settings', 'routes']],
  })
  return (
    <span className="mt-1">
      <Button size="sm" busy={again.isPending} onClick={() => again.mutate(undefined)}>
        Send again
      </Button>
    </span>
  )
}
