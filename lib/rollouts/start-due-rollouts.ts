import { z } from 'zod'
import { AppError } from '@/lib/server/errors'
import { mutation, type Services } from '@/lib/server/mutation'
import { poolSql } from '@/lib/server/sql'
import { runCommand } from './command'

/** Starts at most this many in one go; the others are found in the next. */
const batchSize = 50

/**
 * Starts the drafts whose moment has come, as the system. While the line is stopped none does; they follow when it
 * is released. Any number of workers may call this at once: each draft is started by one of them.
 *
 * @throws what kept one from starting, after the others were started.
 */
export async function startDueRollouts(services: Services): Promise<void> {
  const due = await poolSql(services.pool).query<{ id: number }>(
    `SELECT id FROM rollout WHERE state = 'draft' AND start_at <= $1
       AND NOT EXISTS (SELECT 1 FROM line_stop WHERE released_at IS NULL)
     ORDER BY start_at, id LIMIT ${batchSize}`,
    [services.now()],
  )
  const failures: unknown[] = []
  for (const { id } of due) {
    try {
      await startDueRollout(services, { kind: 'system', name: 'schedule' }, { rollout: String(id) })
    } catch (error) {
      // Called off or started meanwhile, by a person or another worker; or the line was stopped.
      if (!(error instanceof AppError && error.code === 'conflict')) failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

const startDueRollout = mutation({
  name: 'rollout.start',
  permission: 'rollout:control',
  input: z.strictObject({ rollout: z.string() }),
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  run: (context, { rollout }) => runCommand(context, rollout, { type: 'start-due' }),
})
