import type pg from 'pg'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { poolSql } from '@/lib/server/sql'

/** More than these are not shown on one page; the list of rollouts has them all. */
const rolloutsMax = 30
/** However fast it moves, a rollout is not read again before. */
const restMs = 1_000
/** One that does not move is read again after this: what it waits for may change without it. */
const staleMs = 5_000

interface Reading {
  readonly seq: number
  readonly at: number
  readonly rollout: Promise<RolloutDto>
}

/** What this process has read, so that ten open home pages cost what one costs. */
const readings = new WeakMap<pg.Pool, Map<number, Reading>>()

/** Reads the rollouts under way or scheduled, newest first; those that were read a moment ago, or did not move, are not read again. */
export async function activeRollouts(
  services: { pool: pg.Pool; now(): Date },
  read: typeof getRollout = getRollout,
): Promise<RolloutDto[]> {
  const { pool } = services
  const now = services.now().getTime()
  const rows = await poolSql(pool).query<{ id: number; last_seq: number }>(
    `SELECT id, last_seq FROM rollout WHERE state IN ('running', 'paused', 'aborting', 'rolling_back')
       OR (state = 'draft' AND start_at IS NOT NULL)
     ORDER BY id DESC LIMIT ${rolloutsMax}`,
  )
  const before = readings.get(pool)
  const known = new Map<number, Reading>()
  readings.set(pool, known)
  for (const { id, last_seq: seq } of rows) {
    const last = before?.get(id)
    const holds = last && now - last.at < (last.seq === seq ? staleMs : restMs)
    known.set(id, holds ? last : { seq, at: now, rollout: read(services, String(id)) })
  }
  return Promise.all(
    [...known].map(async ([id, { rollout }]) => {
      try {
        return await rollout
      } catch (error) {
        // What could not be read is not kept.
        known.delete(id)
        throw error
      }
    }),
  )
}
