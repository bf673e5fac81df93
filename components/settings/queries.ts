import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { MemberDto, SessionDto, TokenDto } from '@/lib/members/dto'
import type { DeliveryDto, NotificationRouteDto } from '@/lib/notifications/dto'
import type { SecretDto } from '@/lib/secrets/dto'
import type { WorkerDto } from '@/lib/system/dto'

interface Items<Item> {
  items: Item[]
}

const list = <Item>(key: string, path: string) =>
  queryOptions({
    queryKey: ['settings', key],
    queryFn: async ({ signal }) => (await api<Items<Item>>('GET', path, { signal })).items,
  })

export const membersQuery = () => list<MemberDto>('members', '/api/v1/members')
export const tokensQuery = () => list<TokenDto>('tokens', '/api/v1/tokens')
export const sessionsQuery = () => list<SessionDto>('sessions', '/api/v1/sessions')
export const secretsQuery = () => list<SecretDto>('secrets', '/api/v1/secrets')

/** Asked every few seconds: somebody who looks wants to see whether what was sent arrives. */
export const routesQuery = () => ({
  ...list<NotificationRouteDto>('routes', '/api/v1/notification-routes'),
  refetchInterval: 3_000,
})
export const deliveriesQuery = (name: string) => ({
  ...list<DeliveryDto>(
    `deliveries ${name}`,
    `/api/v1/notification-routes/${encodeURIComponent(name)}/deliveries`,
  ),
  refetchInterval: 1_500,
})

/** Asked every five seconds: whether workers live is only worth knowing fresh. */
export const workersQuery = () =>
  queryOptions({
    queryKey: ['settings', 'workers'],
    queryFn: ({ signal }) => api<WorkerDto[]>('GET', '/api/system/workers', { signal }),
    refetchInterval: 5_000,
  })
