import type { ResolvedWebhook } from '@/lib/core/policy/resolved'

/** A notice that is due, with what it tells. */
export interface Notice {
  readonly rollout: number
  readonly gate: string
  readonly round: number
  /** Counted up when it is taken for sending: whoever took it earlier settles nothing any more. */
  readonly attempts: number
  readonly seq: number
  readonly spec: ResolvedWebhook
  readonly title: string
  readonly planHash: string
  readonly launchedBy: string
  readonly createdAt: Date
  readonly phase: { readonly id: string; readonly title: string; readonly targets: number }
  readonly requestedAt: Date
  readonly expiresAt: Date | null
}

/** What makes a notice the same one however often it is sent. */
export const noticeKey = ({ rollout, createdAt, gate, round }: Notice): string =>
  `${rollout}-${createdAt.getTime().toString(36)}-${gate}-${round}`

/** Where the answer goes. */
export const callbackUrl = (publicUrl: string, { rollout, gate }: Notice): string =>
  new URL(`/api/v1/rollouts/${rollout}/gates/${encodeURIComponent(gate)}/answer`, publicUrl).href

/** The body of a notice: the same each time it is sent. */
export function noticeBody(notice: Notice, publicUrl: string): string {
  const { rollout, gate, round, seq, spec, title, planHash, launchedBy, phase, requestedAt, expiresAt } =
    notice
  return JSON.stringify({
    event: 'gate.requested',
    id: noticeKey(notice),
    rollout: String(rollout),
    title,
    launchedBy,
    gate,
    name: spec.name,
    round,
    phase,
    planHash,
    lastSeq: seq,
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    callbackUrl: callbackUrl(publicUrl, notice),
  })
}
