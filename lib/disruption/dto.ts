import type { Limit } from '@/lib/core/shared/amount'

/** A limit over the whole fleet and all rollouts at once, with its present use. */
export interface DisruptionBudgetDto {
  name: string
  /** What it counts, in the plural: “customer clusters”. */
  title: string
  select: string
  /** Facts that make a group; none = all its clusters are one group. */
  by: string[]
  /** Clusters of a group that may be disturbed at once: a number, or a share of the group. */
  max: Limit
  enabled: boolean
  updatedAt: string
  updatedBy: string
  groups: BudgetGroupDto[]
}

/** A group of a budget, with what takes its places now. */
export interface BudgetGroupDto {
  /** The values of `by`. */
  group: string[]
  /** Clusters of the fleet in it now. */
  clusters: number
  max: number
  used: number
  disturbed: DisturbedDto[]
  /** Rollouts that wait for a place, first come first. */
  waiting: string[]
}

export interface DisturbedDto {
  cluster: string
  rollout: string
  since: string
  /** In flight now, or broken: its last target failed. */
  state: 'in_flight' | 'broken'
}

/** A cluster whose last target failed, until one succeeds on it or somebody acknowledges it. */
export interface BrokenClusterDto {
  cluster: string
  rollout: string
  rolloutTitle: string
  reason: string
  message: string | null
  since: string
  /** A rollout is at work on it again. */
  inFlight: boolean
}
