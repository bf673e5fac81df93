import { isWanted } from '@/lib/core/rollout/course'
import type { Phase, RolloutHead } from '@/lib/core/rollout/model'
import { targetStates } from '@/lib/core/rollout/states'
import type { Sql } from '@/lib/server/sql'
import type { WayBackDto } from './dto'

/** Counts the targets past the point of no return, by the index of their phase. */
export async function countPastReturn(sql: Sql, { id, rules }: RolloutHead): Promise<Map<number, number>> {
  if (rules.operation.irreversibleAfter === null) return new Map()
  const rows = await sql.query<{ phase: number; targets: number }>(
    `SELECT phase_index AS phase, count(*)::int AS targets FROM target
     WHERE rollout_id = $1 AND past_return GROUP BY 1`,
    [id],
  )
  return new Map(rows.map(({ phase, targets }) => [phase, targets]))
}

/** Shows how a rollout can be rolled back. */
export const wayBackDto = (
  { rollback, rules: { operation } }: RolloutHead,
  pastReturn: ReadonlyMap<number, number>,
): WayBackDto => ({
  underWay: rollback,
  possible: operation.revert !== null,
  irreversibleAfter: operation.irreversibleAfter,
  pastReturn: [...pastReturn.values()].reduce((sum, count) => sum + count, 0),
})

/** Counts the targets that a rollback under way has yet to take back, phase by phase. */
export async function countWanted(
  sql: Sql,
  head: Pick<RolloutHead, 'id' | 'rollback' | 'rollbacks'>,
): Promise<{ phase: Phase['index']; targets: number }[]> {
  if (head.rollback === null) return []
  return sql.query(
    `SELECT phase_index AS phase, count(*)::int AS targets FROM target
     WHERE rollout_id = $1 AND revert_round = $2 AND NOT past_return AND state = ANY($3::target_state[])
     GROUP BY 1 ORDER BY 1 DESC`,
    [head.id, head.rollbacks, atRest],
  )
}

/** The states in which a marked target waits for its turn, as `isWanted` has it. */
const atRest = targetStates.filter((state) =>
  isWanted(
    { rollback: 'whole', rollbacks: 1 } as RolloutHead,
    { state, revertRound: 1, generation: 1, spared: false, pastReturn: false } as Parameters<
      typeof isWanted
    >[1],
  ),
)
