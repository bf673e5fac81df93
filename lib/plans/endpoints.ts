import { endpoint } from '@/lib/api/endpoint'
import { poolSql } from '@/lib/server/sql'
import { listBusyClusters } from './busy-clusters'

/** Which clusters the rollouts under way still want, so that a plan can say with whom it would compete. */
export const busyClusters = endpoint({
  method: 'GET',
  path: '/api/fleet/busy',
  id: 'busyClusters',
  tag: 'Console',
  summary: 'Clusters that rollouts under way still want',
  permission: 'rollout:read',
  answers: { 200: { description: 'At most 50 rollouts' } },
  handle: ({ services }) => listBusyClusters(poolSql(services.pool)),
})
