/**
 * Writes what a turn has changed in ONE statement: one round trip, one transaction, one flush of the log.
 *
 * The update of the rollout's own row is the gate in front of everything else. It carries the revision that the
 * decision was made on (and for a ticker its fencing token); if somebody else has written since, it finds no row,
 * and as every other part joins it, nothing at all is written. The caller then loads anew and decides again.
 */
import type { EngineState, Turn } from '@/lib/core/rollout/state'
import { isNews } from '@/lib/notifications/news-of-change'
import type { Standing } from './load'
import { attemptPart } from './write/attempt-part'
import { clusterPart } from './write/cluster-part'
import { decisionPart, isVerdict } from './write/decision-part'
import { breakPart, claimPart, releasePart } from './write/disruption-part'
import { eventPart } from './write/event-part'
import { gatePart } from './write/gate-part'
import { guardPart } from './write/guard-part'
import { freePart, takePart } from './write/lease-part'
import { newsPart } from './write/news-part'
import { asksOutside, noticePart } from './write/notice-part'
import { Parts, type WriteOptions } from './write/parts'
import { phasePart } from './write/phase-part'
import { restorePart } from './write/restore-part'
import { rolloutPart } from './write/rollout-part'
import { targetPart } from './write/target-part'

export interface Statement {
  readonly text: string
  readonly values: unknown[]
}

/** Makes the statement for a turn. Its one row has `written`: 1, or 0 when somebody else wrote before. */
export function writeStatement(
  state: EngineState,
  turn: Turn,
  standing: Standing,
  options: WriteOptions,
): Statement {
  const parts = new Parts()
  rolloutPart(parts, state, turn, standing, options)
  if (turn.targets.size > 0) targetPart(parts, turn)
  if (turn.phases.size > 0) phasePart(parts, state, turn)
  if (turn.gates.size > 0) gatePart(parts, turn)
  if (turn.guards.size > 0) guardPart(parts, turn)
  if (turn.changes.length > 0) eventPart(parts, state, turn, standing, options)
  if (turn.changes.some(asksOutside)) noticePart(parts, turn, standing)
  if (turn.changes.some(isNews)) newsPart(parts, state, turn, standing, options)
  if (turn.changes.some(isVerdict)) decisionPart(parts, state, turn, standing, options)
  if (turn.ended.length > 0) attemptPart(parts, state, turn, standing)
  if (turn.freed.length > 0) {
    freePart(parts, turn)
    breakPart(parts, turn, options)
    releasePart(parts, turn, options)
  }
  if (turn.taken.length > 0) takePart(parts, turn, options)
  if (turn.claims.length > 0) claimPart(parts, turn, options)
  if (options.clusters && options.clusters.length > 0) clusterPart(parts, options.clusters, options.now)
  if (options.restores && options.restores.length > 0) restorePart(parts, options.restores, options.now)
  return {
    text: `WITH ${parts.ctes.join(',\n')} SELECT count(*)::int AS written FROM ${['r', ...parts.from].join(', ')}`,
    values: parts.values,
  }
}

/** Where the rollout stands after the statement has written. */
export const standingAfter = (standing: Standing, turn: Turn, byCommand: boolean): Standing => ({
  revision: standing.revision + 1,
  commandRevision: standing.commandRevision + (byCommand ? 1 : 0),
  fence: standing.fence,
  lastSeq: standing.lastSeq + turn.changes.length,
})
