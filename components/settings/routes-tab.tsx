'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Send } from 'lucide-react'
import { useState } from 'react'
import { NotifySwitch } from '@/components/approvals/notify-switch'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { Table, TableHead, Th } from '@/components/ui/table'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import type { NotificationRouteDto } from '@/lib/notifications/dto'
import { EditRoute } from './edit-route'
import { routesQuery } from './queries'
import { RouteDeliveries } from './route-deliveries'
import { RouteRow } from './route-row'

/** Which outside systems are told of what, and whether they took it; and this browser. */
export function RoutesTab() {
  const query = useQuery(routesQuery())
  const [editing, setEditing] = useState<NotificationRouteDto | 'new' | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  return (
    <>
      <Toolbar label="Notification routes">
        <p className="min-w-0 flex-1 basis-72 text-sm text-ink-2">
          Outside systems (a chat, a pager, a log) that are told of events by signed calls.
        </p>
        <ToolbarSpace />
        <NotifySwitch />
        <Button variant="primary" onClick={() => setEditing('new')}>
          <Plus size={14} aria-hidden="true" /> Add a route
        </Button>
      </Toolbar>
      <QueryView query={query} what="The list of routes">
        {(routes) =>
          routes.length === 0 ? (
            <EmptyState icon={<Send size={20} aria-hidden="true" />} title="Nobody is told yet">
              A route calls an address of yours when a rollout pauses, ends or asks for an approval.
            </EmptyState>
          ) : (
            <Table label="Notification routes">
              <TableHead>
                <Th>Route</Th>
                <Th className="max-lg:hidden">Told when</Th>
                <Th>Last delivery</Th>
                <Th srLabel="Actions" />
              </TableHead>
              <tbody>
                {routes.map((route) => (
                  <RouteRow
                    key={route.name}
                    route={route}
                    onEdit={() => setEditing(route)}
                    onShow={() => setShown(route.name)}
                  />
                ))}
              </tbody>
            </Table>
          )
        }
      </QueryView>
      {editing === null ? null : (
        <EditRoute route={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {shown === null ? null : <RouteDeliveries name={shown} onClose={() => setShown(null)} />}
    </>
  )
}
