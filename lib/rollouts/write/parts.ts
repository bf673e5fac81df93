import type { Restoration } from '@/lib/core/rollout/restore'

export interface WriteOptions {
  /** Who caused it, as events name them. */
  readonly actor: string
  readonly now: number
  /** A command moves `command_revision`, by which tickers notice that they must load anew. */
  readonly byCommand: boolean
  /** The newest event that whoever decided on a gate had seen. */
  readonly seenSeq?: number
  /** When something is due next; null = only a command can move it. */
  readonly wakeAt: number | null
  /** Until when the ticker keeps the rollout; undefined leaves owner and term as they are. */
  readonly leaseUntil?: number
  /** What succeeded operations set on their clusters. */
  readonly clusters?: readonly ClusterSet[]
  /** What targets that were taken back restore on theirs. */
  readonly restores?: readonly ClusterRestore[]
  /** Targets whose rest concerns disruption budgets; none = it is not known, and all of them are looked at. */
  readonly disturbing?: ReadonlySet<number>
}

/** Facts that a succeeded operation sets on a cluster; null leaves one as it is. */
export interface ClusterSet {
  readonly id: number
  readonly version: string | null
  readonly versionSort: string | null
  readonly environment: string | null
  readonly tier: string | null
  readonly region: string | null
  readonly provider: string | null
  readonly labels: Readonly<Record<string, string>> | null
}

/** What a target that was taken back restores on its cluster. */
export interface ClusterRestore {
  readonly id: number
  readonly restoration: Restoration
}

/** Collects parameters while parts of the statement are written. */
export class Parts {
  readonly values: unknown[] = []
  readonly ctes: string[] = []
  /** Parts besides `r` whose rows the statement asks for. */
  readonly from: string[] = []
  /** Adds a parameter and gives its placeholder. */
  param = (value: unknown): string => `$${this.values.push(value)}`
}

/** An instant as a parameter. */
export const date = (at: number | null): Date | null => (at === null ? null : new Date(at))
/** A JSON value as a parameter; undefined is null. */
export const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)
