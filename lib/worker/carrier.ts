import type { WorkerDeps } from './deps'
import { findOrphans, leaseMs, renewLeases, takeLease } from './lease'
import { Ticker } from './ticker'

/** A lease with more left than this is not renewed: it was less than a second ago. */
const renewBelowMs = leaseMs - 1_000

/** Carries the rollouts that this worker has taken. */
export interface Carrier {
  /** Takes a rollout if nobody has it; looks at it at once if this worker has. */
  carry(rolloutId: number): Promise<void>
  /** Asks the database once, for all rollouts, which of them a command has written to. */
  notice(): Promise<void>
  /** Keeps the leases of all rollouts; lets go of those that were taken over. */
  renew(): Promise<void>
  /** Takes rollouts that want to be carried and that nobody carries. */
  adopt(): Promise<void>
  /** Gives everything back. */
  close(): Promise<void>
  /** How many rollouts are carried. */
  readonly size: number
}

/** Makes the carrier of a worker. */
export function createCarrier(deps: WorkerDeps): Carrier {
  const tickers = new Map<number, Ticker>()
  const taking = new Set<number>()
  let closing = false

  async function carry(rolloutId: number): Promise<void> {
    const known = tickers.get(rolloutId)
    if (known) {
      known.poke()
      return
    }
    if (closing || taking.has(rolloutId)) return
    taking.add(rolloutId)
    try {
      const takenAt = performance.now()
      const fence = await takeLease(deps.sql, rolloutId, deps.workerId)
      if (fence === null) return
      const ticker = new Ticker(deps, rolloutId, fence, takenAt)
      tickers.set(rolloutId, ticker)
      ticker.ended.finally(() => tickers.delete(rolloutId))
    } finally {
      taking.delete(rolloutId)
    }
  }

  async function notice(): Promise<void> {
    if (tickers.size === 0) return
    const askedAt = performance.now()
    const rows = await deps.sql.query<{ id: number; command_revision: number; fence: number }>(
      'SELECT id, command_revision, fence FROM rollout WHERE id = ANY($1::int[])',
      [[...tickers.keys()]],
    )
    for (const { id, command_revision, fence } of rows) {
      const ticker = tickers.get(id)
      if (ticker && ticker.fence !== fence) ticker.lost()
      else ticker?.notice(command_revision, askedAt)
    }
  }

  async function renew(): Promise<void> {
    const at = performance.now()
    // A write renews too; asking for more would only make the next write wait for the rollout's row.
    const held = [...tickers.values()].filter((ticker) => ticker.heldMs(at) < renewBelowMs)
    if (held.length === 0) return
    const kept = await renewLeases(deps.sql, held)
    for (const ticker of held) if (kept.has(ticker.id)) ticker.renewed(at)
  }

  async function adopt(): Promise<void> {
    for (const id of await findOrphans(deps.sql)) await carry(id)
  }

  async function close(): Promise<void> {
    closing = true
    await Promise.all([...tickers.values()].map((ticker) => ticker.stop()))
  }

  return {
    carry,
    notice,
    renew,
    adopt,
    close,
    get size() {
      return tickers.size
    },
  }
}
