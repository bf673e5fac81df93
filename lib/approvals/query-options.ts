import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { ApprovalDto, InboxItemDto } from './dto'

/** All approvals that wait, soonest to expire first. */
export const inboxQuery = () =>
  queryOptions({
    queryKey: ['approvals'],
    queryFn: ({ signal }) => api<InboxItemDto[]>('GET', '/api/approvals', { signal }),
  })

/** Address of one approval's card. */
export const approvalPath = (rollout: string, gate: string): string =>
  `/approvals/${encodeURIComponent(rollout)}/${encodeURIComponent(gate)}`

/** One approval with its evidence. */
export const approvalQuery = (rollout: string, gate: string) =>
  queryOptions({
    queryKey: ['approvals', rollout, gate],
    queryFn: ({ signal }) => api<ApprovalDto>('GET', `/api${approvalPath(rollout, gate)}`, { signal }),
  })
