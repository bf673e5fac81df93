import type pg from 'pg'
import { commandState } from '@/lib/core/rollout/load'
import { rollbackScope, whyNoPart, whyNoWholeRollback } from '@/lib/core/rollout/rollback'
import { isInFlight } from '@/lib/core/rollout/states'
import { transaction } from '@/lib/server/sql'
import type { Choice } from './choose-targets'
import type { RollbackPreviewDto } from './dto'
import { loadForRollback } from './rollback-targets'

/** Clusters that cannot be taken back, listed by name; the count beside them has them all. */
const leftMax = 1_000

/** Says what a rollback would do at this moment, and what it could not, without doing it. */
export function previewRollback(
  { pool }: { pool: pg.Pool },
  { rollout, ...choice }: { rollout: string } & Choice,
): Promise<RollbackPreviewDto> {
  return transaction(
    pool,
    async (tx) => {
      const { loaded, part } = await loadForRollback(tx, rollout, choice, { lock: false })
      const state = commandState(loaded)
      const scope = rollbackScope(state)
      const why = part ? whyNoPart(state, scope) : whyNoWholeRollback(state, scope)
      const { revert, left } = scope
      const pending = loaded.phases.reduce((sum, { counts }) => sum + counts.pending, 0)
      return {
        possible: why === null,
        why,
        revert: revert.length,
        restFirst: revert.filter((target) => isInFlight(target.state)).length,
        cancel: part ? 0 : pending,
        leftCount: left.length,
        left: left.slice(0, leftMax).map(({ target, why: reason }) => ({ cluster: target.cluster, reason })),
        phases: loaded.phases
          .map(({ id, title, index }) => ({
            id,
            title,
            revert: revert.filter(({ phase }) => phase === index).length,
            left: left.filter(({ target }) => target.phase === index).length,
          }))
          .reverse(),
      }
    },
    { readOnly: true },
  )
}
