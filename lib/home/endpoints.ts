import { endpoint } from '@/lib/api/endpoint'
import { loadHome } from './load-home'

/** What the home page says beside the rollouts. */
export const readHome = endpoint({
  method: 'GET',
  path: '/api/home',
  id: 'readHome',
  tag: 'Console',
  summary:
    'The rollouts under way and what holds them, what the next day brings, and the failures of the last',
  permission: 'rollout:read',
  answers: { 200: { description: 'The lists' } },
  handle: ({ services }) => loadHome(services),
})
