import type { EngineState, Turn } from '@/lib/core/rollout/state'
import type { Standing } from '../load'
import { date, type Parts, type WriteOptions } from './parts'

/** The gate in front of everything: the rollout's own row, if nobody else has written to it. */
export function rolloutPart(
  { param, ctes }: Parts,
  { head }: EngineState,
  turn: Turn,
  standing: Standing,
  { byCommand, wakeAt, leaseUntil }: WriteOptions,
): void {
  const sets = [
    'revision = revision + 1',
    `last_seq = ${param(standing.lastSeq + turn.changes.length)}`,
    `wake_at = ${param(date(wakeAt))}`,
  ]
  if (byCommand) sets.push('command_revision = command_revision + 1')
  if (leaseUntil !== undefined) sets.push(`lease_until = ${param(date(leaseUntil))}`)
  if (turn.head) {
    sets.push(
      `state = ${param(head.state)}`,
      `pause_cause = ${param(head.pauseCause)}`,
      `pause_detail = ${param(head.pauseDetail)}`,
      `cancel_in_flight = ${param(head.cancelInFlight)}`,
      `rollback = ${param(head.rollback)}`,
      `rollbacks = ${param(head.rollbacks)}`,
      `charged = ${param(head.charged)}`,
      `acknowledged = ${param(head.acknowledged)}`,
      `last_overrider_id = ${param(head.lastOverriderId)}`,
      `start_at = ${param(date(head.startAt))}`,
      `started_at = ${param(date(head.startedAt))}`,
      `finished_at = ${param(date(head.finishedAt))}`,
    )
  }
  const where = `id = ${param(head.id)} AND revision = ${param(standing.revision)} AND fence = ${param(standing.fence)}`
  ctes.push(`r AS (UPDATE rollout SET ${sets.join(', ')} WHERE ${where} RETURNING id)`)
}
