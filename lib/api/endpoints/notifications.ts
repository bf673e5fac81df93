import { z } from 'zod'
import { deleteRoute } from '@/lib/notifications/delete-route'
import { type DeliveryDto, type NotificationRouteDto, notificationEvents } from '@/lib/notifications/dto'
import { listDeliveries, listRoutes } from '@/lib/notifications/queries'
import { deliveryInput, routeBody, routeNameInput } from '@/lib/notifications/schemas'
import { sendAgain } from '@/lib/notifications/send-again'
import { setRoute } from '@/lib/notifications/set-route'
import { testRoute } from '@/lib/notifications/test-route'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'
import { itemsOf } from '../schemas/members'

const tag = 'Notification routes'
const permission = 'notification:write'
const at = z.iso.datetime()

const deliverySchema = z.object({
  id: z.string(),
  event: z.string().describe('One of the events, or `test`.'),
  rollout: z.string().nullable(),
  title: z.string().nullable(),
  createdAt: at,
  attempts: z.number().int(),
  deliveredAt: at.nullable().describe('When it was taken with a 2xx.'),
  retryAt: at.nullable().describe('When it is sent again; null = not any more.'),
  error: z.string().nullable(),
}) satisfies z.ZodType<DeliveryDto>

const routeSchema = z.object({
  name: z.string(),
  url: z.string(),
  secret: z.string().describe('Name of the stored secret that signs the calls.'),
  events: z.array(z.enum(notificationEvents)),
  enabled: z.boolean(),
  updatedAt: at,
  updatedBy: z.string(),
  pending: z.number().int().describe('Deliveries that are still to be taken.'),
  last: deliverySchema.nullable(),
}) satisfies z.ZodType<NotificationRouteDto>

export const getNotificationRoutes = endpoint({
  method: 'GET',
  path: '/api/v1/notification-routes',
  id: 'listNotificationRoutes',
  tag,
  summary: 'List the outside systems that are told of events',
  permission,
  answers: { 200: { description: 'Routes by name', schema: itemsOf(routeSchema) } },
  handle: async ({ services }) => ({ items: await listRoutes(poolSql(services.pool)) }),
})

export const putNotificationRoute = endpoint({
  method: 'PUT',
  path: '/api/v1/notification-routes/{name}',
  id: 'setNotificationRoute',
  tag,
  summary: 'Tell an outside system of events, by signed calls',
  description:
    'The address must be one that drivers may reach. Switching it off drops what was not taken yet.',
  permission,
  params: routeNameInput,
  body: routeBody,
  answers: { 204: { description: 'It is told from now on' } },
  handle: ({ services, actor, params, body }) => setRoute(services, actor, { ...params, ...body }),
})

export const deleteNotificationRoute = endpoint({
  method: 'DELETE',
  path: '/api/v1/notification-routes/{name}',
  id: 'deleteNotificationRoute',
  tag,
  summary: 'Delete a notification route and its deliveries',
  permission,
  params: routeNameInput,
  answers: { 204: { description: 'Deleted' } },
  handle: ({ services, actor, params }) => deleteRoute(services, actor, params),
})

export const postNotificationTest = endpoint({
  method: 'POST',
  path: '/api/v1/notification-routes/{name}/test',
  id: 'testNotificationRoute',
  tag,
  summary: 'Send a test to a notification route',
  description: 'What came of it is in its deliveries, under the id of the answer.',
  permission,
  params: routeNameInput,
  answers: { 202: { description: 'It is on its way', schema: z.object({ id: z.string() }) } },
  handle: ({ services, actor, params }) => testRoute(services, actor, params),
})

export const getNotificationDeliveries = endpoint({
  method: 'GET',
  path: '/api/v1/notification-routes/{name}/deliveries',
  id: 'listNotificationDeliveries',
  tag,
  summary: 'List the newest deliveries of a route, at most 50',
  permission,
  params: routeNameInput,
  answers: { 200: { description: 'Deliveries, newest first', schema: itemsOf(deliverySchema) } },
  handle: async ({ services, params }) => ({
    items: await listDeliveries(poolSql(services.pool), params.name),
  }),
})

export const postDeliverySend = endpoint({
  method: 'POST',
  path: '/api/v1/notification-routes/{name}/deliveries/{delivery}/send',
  id: 'sendNotificationAgain',
  tag,
  summary: 'Try once more to deliver what was given up',
  description: 'Under the same id as before; 409 while it is on its way, and once it was taken.',
  permission,
  params: deliveryInput,
  answers: { 204: { description: 'It is on its way' } },
  handle: ({ services, actor, params }) => sendAgain(services, actor, params),
})
