import { z } from 'zod'
import { endpoint } from '@/lib/api/endpoint'
import { poolSql } from '@/lib/server/sql'
import { getApproval, listInbox } from './queries'

/** The approvals that wait, for the inbox. */
export const listApprovals = endpoint({
  method: 'GET',
  path: '/api/approvals',
  id: 'listApprovals',
  tag: 'Console',
  summary: 'Approvals that wait, soonest to expire first',
  permission: 'rollout:read',
  answers: { 200: { description: 'At most 500 approvals' } },
  handle: ({ services, actor }) => listInbox(poolSql(services.pool), actor),
})

/** One approval with its evidence, for the card. */
export const readApproval = endpoint({
  method: 'GET',
  path: '/api/approvals/{rollout}/{gate}',
  id: 'readApproval',
  tag: 'Console',
  summary: 'One approval with evidence and what it puts at stake',
  permission: 'rollout:read',
  params: z.strictObject({ rollout: z.string().max(20), gate: z.string().max(300) }),
  answers: { 200: { description: 'The approval' }, 404: { description: 'There is none of that name' } },
  handle: ({ services, actor, params }) =>
    getApproval(poolSql(services.pool), params.rollout, params.gate, actor),
})
