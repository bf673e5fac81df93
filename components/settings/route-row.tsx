'use client'

import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Badge, StateBadge } from '@/components/ui/badge'
import { Button, IconButton } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { Td, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { act } from '@/lib/client/act'
import { formatNoun } from '@/lib/client/format'
import { useAct } from '@/lib/client/use-act'
import { removeRoute, tryRoute } from '@/lib/notifications/actions'
import type { NotificationRouteDto } from '@/lib/notifications/dto'
import { deliveryStyle } from './route-deliveries'
import { eventWords } from './route-events'

const changes = [['settings', 'routes']] as const

/** One route: where it leads, what it is told, how the last delivery went. */
export function RouteRow({
  route,
  onEdit,
  onShow,
}: {
  route: NotificationRouteDto
  onEdit: () => void
  onShow: () => void
}) {
  const [asking, setAsking] = useState(false)
  const { name, url, events, enabled, pending, last } = route
  const test = useAct({
    run: () => act(tryRoute({ name })),
    done: () => `A test is on its way to ${name}`,
    refused: 'Could not send a test',
    changes,
    onDone: onShow,
  })
  const remove = useAct({
    run: () => act(removeRoute({ name })),
    done: () => `${name} was deleted`,
    refused: 'Could not delete the route',
    changes,
  })
  return (
    <Tr>
      <Td className="max-w-80">
        <span className="flex items-center gap-2">
          <span className="ident truncate font-medium">{name}</span>
          {enabled ? null : <Badge>switched off</Badge>}
        </span>
        <span className="block truncate text-xs text-ink-3" title={url}>
          {new URL(url).host}
        </span>
      </Td>
      <Td className="max-w-96 text-pretty text-xs text-ink-2 max-lg:hidden">
        {events.map((event) => eventWords[event]).join('; ')}
      </Td>
      <Td>
        {last === null ? (
          <span className="text-ink-3">none yet</span>
        ) : (
          <button type="button" className="block text-left hover:underline" onClick={onShow}>
            <StateBadge size="sm" style={deliveryStyle(last)} detail={<Time at={last.createdAt} />} />
            {pending > 1 ? (
              <span className="block text-xs text-warning">
                {formatNoun(pending, 'delivery', 'deliveries')} waiting
              </span>
            ) : null}
          </button>
        )}
      </Td>
      <Td align="end">
        <span className="inline-flex gap-2">
          <Button
            size="sm"
            className="max-sm:hidden"
            busy={test.isPending}
            onClick={() => test.mutate(undefined)}
          >
            Send a test
          </Button>
          <Menu
            trigger={
              <IconButton size="sm" label={`More for ${name}`}>
                <Ellipsis size={14} aria-hidden="true" />
              </IconButton>
            }
          >
            <MenuItem onSelect={onEdit}>Change…</MenuItem>
            <MenuItem onSelect={() => test.mutate(undefined)}>Send a test</MenuItem>
            <MenuItem onSelect={onShow}>Deliveries</MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setAsking(true)}>
              Delete…
            </MenuItem>
          </Menu>
        </span>
        <Dialog
          size="sm"
          open={asking}
          onOpenChange={setAsking}
          title={`Delete ${name}?`}
          call={`DELETE /api/v1/notification-routes/${name}`}
          description="It is told nothing any more, also of what is on its way. Its deliveries are forgotten."
          footer={
            <>
              <Button variant="ghost" onClick={() => setAsking(false)}>
                Keep it
              </Button>
              <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
                Delete the route
              </Button>
            </>
          }
        />
      </Td>
    </Tr>
  )
}
