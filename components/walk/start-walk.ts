import { act } from '@/lib/client/act'
import { api } from '@/lib/client/api'
import { publishOperationText } from '@/lib/operations/actions'
import { publishPolicyText } from '@/lib/policies/actions'
import { walkClusters, walkLaunch, walkOperation, walkPolicy } from '@/lib/walk/scenario'

/** Puts what the walk needs in place, with the verbs that everybody has, and launches it. Answers the rollout's id. */
export async function startWalk(): Promise<string> {
  await api('PUT', '/api/v1/clusters', { body: walkClusters })
  await act(publishOperationText({ name: 'first-walk', source: walkOperation }))
  await act(publishPolicyText({ name: 'first-walk', source: walkPolicy }))
  const { id } = await api<{ id: string }>('POST', '/api/v1/rollouts', { body: walkLaunch })
  return id
}
