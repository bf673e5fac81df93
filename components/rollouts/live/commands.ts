import { api } from '@/lib/client/api'
import type { AmendmentDto } from '@/lib/rollouts/dto'

/** A call of the public API that a control makes; the screen shows it as it is sent. */
export interface ApiCall {
  method: 'POST'
  path: string
  body: Record<string, unknown>
}

const call = (rollout: string, verb: string, body: Record<string, unknown>): ApiCall => ({
  method: 'POST',
  path: `/api/v1/rollouts/${rollout}/${verb}`,
  body,
})
const withReason = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() })

export const pauseCall = (rollout: string): ApiCall => call(rollout, 'pause', {})

/** @param acknowledge failures that are accepted; null when no budget was spent. */
export const resumeCall = (rollout: string, reason: string, acknowledge: number | null): ApiCall =>
  call(rollout, 'resume', { ...withReason(reason), ...(acknowledge === null ? {} : { acknowledge }) })

/** @param startAt ISO 8601; null = not by itself. */
export const scheduleCall = (rollout: string, startAt: string | null, reason: string): ApiCall =>
  call(rollout, 'schedule', { startAt, ...withReason(reason) })

export const abortCall = (rollout: string, reason: string, cancelInFlight: boolean): ApiCall =>
  call(rollout, 'abort', { ...withReason(reason), cancelInFlight })

/** @param scope which clusters, as the API takes it; empty = all that was touched. */
export const rollbackCall = (
  rollout: string,
  reason: string,
  cancelInFlight: boolean,
  scope: Record<string, unknown>,
): ApiCall => call(rollout, 'rollback', { ...scope, ...withReason(reason), cancelInFlight })

export const retryCall = (rollout: string, clusters: readonly string[], reason: string): ApiCall =>
  call(rollout, 'targets/retry', { clusters, ...withReason(reason) })

export const skipCall = (rollout: string, clusters: readonly string[], reason: string): ApiCall =>
  call(rollout, 'targets/skip', { clusters, ...withReason(reason) })

/** @param select a selector; takes what has not started and matches. */
export const skipMatchingCall = (rollout: string, select: string, reason: string): ApiCall =>
  call(rollout, 'targets/skip', { select, ...withReason(reason) })

/** Takes broken clusters off all disruption budgets, whatever rollout broke them. */
export const acknowledgeCall = (clusters: readonly string[], reason: string): ApiCall => ({
  method: 'POST',
  path: '/api/v1/disruption-budgets/acknowledge',
  body: { clusters, ...withReason(reason) },
})

export const overrideCall = (rollout: string, gate: string, reason: string): ApiCall =>
  call(rollout, `gates/${encodeURIComponent(gate)}/override`, withReason(reason))

export const skipPhaseCall = (rollout: string, phase: string, reason: string): ApiCall =>
  call(rollout, `phases/${encodeURIComponent(phase)}/skip`, withReason(reason))

/** @param looked the plan that the text was written for, and the newest event that was seen. */
export const amendCall = (
  rollout: string,
  policy: string,
  looked: { planHash: string; lastSeq: number },
  reason: string,
): ApiCall =>
  call(rollout, 'amendments', {
    policy,
    planHash: looked.planHash,
    seenSeq: looked.lastSeq,
    ...withReason(reason),
  })

export type AmendmentVerb = 'approve' | 'reject' | 'withdraw'

/** @param seen the newest event that whoever decides had on the screen, and what they say about it. */
export function decideAmendmentCall(
  rollout: string,
  { id, basePlanHash }: Pick<AmendmentDto, 'id' | 'basePlanHash'>,
  verb: AmendmentVerb,
  { seenSeq, comment }: { seenSeq: number; comment: string },
): ApiCall {
  const said = comment === '' ? {} : { comment }
  const body = {
    approve: { planHash: basePlanHash, seenSeq, ...said },
    reject: said,
    withdraw: {},
  }
  return call(rollout, `amendments/${id}/${verb}`, body[verb])
}

/** Makes a call. */
export const send = <Ack>({ method, path, body }: ApiCall): Promise<Ack> => api<Ack>(method, path, { body })

/** Writes a call as a command that can be pasted into a shell; long lists are shortened. */
export function curlOf({ method, path, body }: ApiCall): string {
  const { clusters } = body
  const short =
    Array.isArray(clusters) && clusters.length > 5
      ? { ...body, clusters: [...clusters.slice(0, 5), `… ${clusters.length - 5} more`] }
      : body
  const lines = [`curl -X ${method} "$UPGRADER${path}"`, `-H "authorization: Bearer $TOKEN"`]
  if (Object.keys(body).length > 0) {
    lines.push(
      `-H 'content-type: application/json'`,
      `-d '${JSON.stringify(short).replaceAll("'", "'\\''")}'`,
    )
  }
  return lines.join(' \\\n  ')
}
