import { AppError } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import type { DeliveryDto, NotificationEvent, NotificationRouteDto } from './dto'

const shownMax = 50

/** Lists the notification routes by name, each with how its newest delivery went. */
export async function listRoutes(sql: Sql): Promise<NotificationRouteDto[]> {
  const rows = await sql.query<RouteRow>(
    `SELECT w.id, w.name, w.url, w.secret, w.events, w.enabled, w.updated_at AS "updatedAt",
       w.updated_by AS "updatedBy",
       (SELECT count(*)::int FROM notification_delivery d WHERE d.route_id = w.id AND d.due_at IS NOT NULL) AS pending
     FROM notification_route w ORDER BY w.name`,
  )
  const newest = await sql.query<DeliveryRow>(
    `SELECT DISTINCT ON (d.route_id) ${deliveryColumns} ORDER BY d.route_id, d.id DESC`,
  )
  const last = new Map(newest.map((row) => [row.routeId, deliveryDto(row)]))
  return rows.map(({ id, updatedAt, ...row }) => ({
    ...row,
    updatedAt: updatedAt.toISOString(),
    last: last.get(id) ?? null,
  }))
}

/** Lists the newest deliveries of a route, at most 50. @throws AppError `not_found`. */
export async function listDeliveries(sql: Sql, name: string): Promise<DeliveryDto[]> {
  const [route] = await sql.query<{ id: number }>('SELECT id FROM notification_route WHERE name = $1', [name])
  if (!route) throw new AppError('not_found', `There is no notification route “${name}”.`)
  const rows = await sql.query<DeliveryRow>(
    `SELECT ${deliveryColumns} WHERE d.route_id = $1 ORDER BY d.id DESC LIMIT ${shownMax}`,
    [route.id],
  )
  return rows.map(deliveryDto)
}

interface RouteRow {
  id: number
  name: string
  url: string
  secret: string
  events: NotificationEvent[]
  enabled: boolean
  updatedAt: Date
  updatedBy: string
  pending: number
}

interface DeliveryRow {
  id: string
  routeId: number
  event: string
  rollout: number | null
  title: string | null
  createdAt: Date
  attempts: number
  deliveredAt: Date | null
  dueAt: Date | null
  error: string | null
}

const deliveryColumns = `d.id::text, d.route_id AS "routeId", d.event, d.rollout_id AS rollout, r.title,
  d.created_at AS "createdAt", d.attempts, d.delivered_at AS "deliveredAt", d.due_at AS "dueAt", d.error
  FROM notification_delivery d LEFT JOIN rollout r ON r.id = d.rollout_id`

const deliveryDto = ({ routeId: _, dueAt, ...row }: DeliveryRow): DeliveryDto => ({
  ...row,
  rollout: row.rollout === null ? null : String(row.rollout),
  createdAt: row.createdAt.toISOString(),
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  retryAt: dueAt?.toISOString() ?? null,
})
