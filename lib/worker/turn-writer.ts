import type { Inputs } from '@/lib/core/rollout/decide'
import type { Turn } from '@/lib/core/rollout/state'
import type { Standing } from '@/lib/rollouts/load'
import type { ClusterRestore, ClusterSet } from '@/lib/rollouts/write/parts'
import { standingAfter, writeStatement } from '@/lib/rollouts/write-statement'
import { sqlState } from '@/lib/server/sql'
import type { ClusterMemory } from './cluster-memory'
import type { WorkerDeps } from './deps'
import { leaseMs } from './lease'
import type { Memory } from './memory'

/** `stale`: somebody else has written. `leased`: another rollout has a cluster, or the last place of a budget. */
export type Written = 'written' | 'stale' | 'leased'

/** What the database says when somebody else was first: unique violation, no place in a disruption budget. */
const refusedStarts = new Set(['23505', 'CU001'])

/** Writes what a ticker has decided: all of a turn, or nothing. */
export class TurnWriter {
  /** What a write decided on whose fate is not known. */
  private doubtful: { standing: Standing; inputs: Inputs } | null = null

  constructor(
    private readonly deps: Pick<WorkerDeps, 'kept'>,
    private readonly clusters: ClusterMemory,
  ) {}

  /** Writes a turn. When it throws, whether it was written shows at the next load: see `unsettled`. */
  async write(memory: Memory, turn: Turn, inputs: Inputs, now: number): Promise<Written> {
    const { text, values } = writeStatement(memory.state, turn, memory.standing, {
      actor: 'system:engine',
      now,
      byCommand: false,
      wakeAt: memory.wakeAt,
      leaseUntil: now + leaseMs,
      clusters: this.clusterSets(memory, turn),
      restores: this.restores(memory, turn),
      disturbing: this.clusters.disturbing,
    })
    try {
      const [row] = await this.deps.kept.query<{ written: number }>(text, values)
      if (row?.written !== 1) return 'stale'
    } catch (error) {
      if (refusedStarts.has(sqlState(error) ?? '')) return 'leased'
      this.doubtful = { standing: memory.standing, inputs }
      throw error
    }
    memory.standing = standingAfter(memory.standing, turn, false)
    this.clusters.forgetResting(turn.targets)
    return 'written'
  }

  /**
   * After a write of unknown fate: what it took in counts again, unless the row shows that it was done.
   * @returns that; null = there is no doubt.
   */
  unsettled(standing: Standing): Inputs | null {
    const { doubtful } = this
    this.doubtful = null
    if (!doubtful) return null
    const { revision, commandRevision } = doubtful.standing
    const done = standing.revision === revision + 1 && standing.commandRevision === commandRevision
    return done ? null : doubtful.inputs
  }

  private clusterSets(memory: Memory, turn: Turn): ClusterSet[] {
    return turn.succeeded.flatMap((target) => {
      const set = memory.setter.set(target, this.clusters.of(target.id))
      return set ? [set] : []
    })
  }

  private restores(memory: Memory, turn: Turn): ClusterRestore[] {
    return turn.reverted.flatMap((target) => {
      const restore = memory.setter.restore(target, this.clusters.of(target.id))
      return restore ? [restore] : []
    })
  }
}
