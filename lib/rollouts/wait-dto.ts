import type { WaitReason } from '@/lib/core/rollout/wait-reason'
import type { WaitReasonDto } from './dto'
import { iso } from './gate-dto'

/** Shows a reason; `targets` is how many it concerns, null for the whole rollout or the one target asked about. */
export const waitDto = (
  { kind, message, phase, gate, since, until, unblockedBy }: WaitReason,
  targets: number | null,
): WaitReasonDto => ({
  kind,
  message,
  targets,
  phase,
  gate,
  since: iso(since),
  until: iso(until),
  unblockedBy,
})
