import type { Sql } from '@/lib/server/sql'

/** The task that looks at one rollout; its payload is the id alone. */
export const tickTask = 'tick'

/**
 * Asks the workers to look at a rollout, at once or at a time, in the caller's transaction. One job per rollout
 * however often it is asked for; losing it changes nothing, because the reconciler finds what is due.
 */
export async function wakeRollout(tx: Sql, rolloutId: number, at: Date | null = null): Promise<void> {
  await tx.query(
    `SELECT graphile_worker.add_job($1, json_build_object('rolloutId', $2::int), job_key => $3,
       job_key_mode => 'replace', run_at => coalesce($4::timestamptz, now()), max_attempts => 3)`,
    [tickTask, rolloutId, `rollout:${rolloutId}`, at],
  )
}
