import type { Sql } from '@/lib/server/sql'

/**
 * Keeps those who let a rollout run (`shared`) and those who change what holds for all rollouts (`exclusive`: a
 * stop of the line, a disruption budget) from passing each other unseen: until the transaction ends. Is to be
 * taken before any rollout's row, or the two could wait for each other.
 */
export async function lockLine(tx: Sql, mode: 'shared' | 'exclusive'): Promise<void> {
  const take = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
  await tx.query(`SELECT ${take}(hashtextextended('line', 0))`)
}
