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

/** Where one decides on what waits: an amendment on the page of its rollout, a gate on its card. */
export const inboxPath = ({
  rollout,
  gate,
  amendment,
}: Pick<InboxItemDto, 'rollout' | 'gate' | 'amendment'>): string =>
  amendment === null
    ? approvalPath(rollout, gate)
    : `/rollouts/${encodeURIComponent(rollout)}?proposal=${encodeURIComponent(amendment)}`

/** One approval with its evidence. */
export const approvalQuery = (rollout: string, gate: string) =>
  queryOptions({
    queryKey: ['approvals', rollout, gate],
    queryFn: ({ signal }) => api<ApprovalDto>('GET', `/api${approvalPath(rollout, gate)}`, { signal }),
  })
