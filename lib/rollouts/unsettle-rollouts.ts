import type { Sql } from '@/lib/server/sql'

/**
 * Makes what workers have decided and not yet written worth nothing: they load every rollout that may move anew,
 * and look at every cluster again before they start it. So a rule over the whole fleet holds from the moment it
 * is committed, not a second later. Rows are locked in one order, for two of these at once.
 */
export async function unsettleRollouts(tx: Sql): Promise<void> {
  await tx.query(
    `WITH locked AS (SELECT id FROM rollout WHERE state IN ('running', 'paused', 'aborting', 'rolling_back')
       ORDER BY id FOR UPDATE)
     UPDATE rollout r SET revision = r.revision + 1, command_revision = r.command_revision + 1
     FROM locked WHERE r.id = locked.id`,
  )
}
