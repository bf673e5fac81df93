import { commandState } from '@/lib/core/rollout/load'
import { rollbackScope } from '@/lib/core/rollout/rollback'
import type { Sql } from '@/lib/server/sql'
import { type Choice, chooseTargets } from './choose-targets'
import { type LoadedRollout, loadRollout, type TargetChoice } from './load'
import { rolloutIdOf } from './rollout-id'

/** A rollout with the targets that a rollback is about. */
export interface RollbackSubject {
  readonly loaded: LoadedRollout
  /** Whether clusters were chosen; otherwise all that were touched are meant. */
  readonly part: boolean
}

const touched = 't.generation > 0 AND NOT t.spared'

/**
 * Loads a rollout with what a rollback of it is about: the clusters named, of which each has to be possible, or
 * those of a selector, or all, that were touched and can be taken back.
 */
export async function loadForRollback(
  tx: Sql,
  rollout: string,
  choice: Choice,
  { lock }: { lock: boolean },
): Promise<RollbackSubject> {
  const targets: TargetChoice = choice.clusters
    ? { where: 't.cluster = ANY($2::text[])', values: [choice.clusters] }
    : { where: touched, values: [] }
  const loaded = await loadRollout(tx, rolloutIdOf(rollout), { lock, targets })
  if (choice.clusters) return { loaded: { ...loaded, targets: chooseTargets(loaded, choice) }, part: true }
  if (choice.select === undefined) return { loaded, part: false }
  // A selector picks what can be taken back; only who names a cluster is told that it cannot.
  const chosen = { ...loaded, targets: chooseTargets(loaded, choice) }
  const { revert } = rollbackScope(commandState(chosen))
  return { loaded: { ...chosen, targets: revert }, part: true }
}
