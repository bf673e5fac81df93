import type { Drift } from '@/lib/core/rollout/drift'

/** How the fleet has moved since a rollout was launched. Its members are frozen; nothing of this changes them. */
export interface MembershipDto {
  /** Members that were relabelled; they stay, and are carried out with the phase that took them. */
  driftedCount: number
  /** The first hundred by name. */
  drifted: { cluster: string; phase: string; changed: Drift[] }[]
  /** Members that are not in the fleet any more; those that have not started are skipped as gone. */
  goneCount: number
  gone: string[]
  /** Clusters that the same launch would take today and that are no members. */
  addedCount: number
  added: string[]
  /** A selector that names the first of them, as many as a launch may name in one; null = nothing was added. */
  followUp: { select: string; count: number } | null
}
