import { endpoint } from '@/lib/api/endpoint'
import { poolSql } from '@/lib/server/sql'
import { listWorkers } from './queries'

/** The workers and whether they live, for the settings page. */
export const getWorkers = endpoint({
  method: 'GET',
  path: '/api/system/workers',
  id: 'listWorkers',
  tag: 'Console',
  summary: 'Worker processes and whether they live',
  permission: 'system:read',
  answers: { 200: { description: 'Workers' } },
  handle: ({ services }) => listWorkers(poolSql(services.pool), services.now()),
})
