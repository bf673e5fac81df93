/** Shapes of failures as REST and screens see them; instants are ISO 8601 in UTC. */

/** Something that the failures of a group have in common more often than all that were tried. */
export interface FailureTraitDto {
  /** `version`, `region`, …, or `labels.<key>`. */
  fact: string
  value: string
  /** How many of the group have it. */
  count: number
  /** Of the group, and of all clusters that this rollout has started so far; 0 to 1. */
  share: number
  baseShare: number
  /** Clusters with it that have not started yet. */
  waiting: number
  /** A selector of exactly the clusters that have it. */
  select: string
}

/** Failures at the same step in the same words. */
export interface FailureGroupDto {
  /** Begins with the version of the rules that made it. */
  fingerprint: string
  step: string | null
  reason: string | null
  /** The words, without what differs from one cluster to the next. */
  message: string
  count: number
  phases: { phase: string; count: number }[]
  firstAt: string | null
  lastAt: string | null
  /** The names, newest failure first. */
  clusters: string[]
  traits: FailureTraitDto[]
}

export interface FailuresDto {
  rollout: string
  /** The event up to which this is known. */
  lastSeq: number
  fingerprintVersion: number
  /** Failed clusters in all groups. */
  total: number
  /** Clusters that this rollout has started so far: what the groups are compared with. */
  tried: number
  /** Largest first. */
  groups: FailureGroupDto[]
}

/** What can be done with failures, or with what is like them, after one has looked at what it would take. */
export const checkVerbs = ['retry', 'skip', 'acknowledge'] as const
export type CheckVerb = (typeof checkVerbs)[number]

/** How many names stand for those that are left. */
export const samplesMax = 20

/** What a retry, a skip or an acknowledgement would take and leave, without doing it. */
export interface TargetsCheckDto {
  verb: CheckVerb
  /** Names of those that it would take. */
  eligible: string[]
  /** Those that it would leave, by state, with the reason and some of the names. */
  others: { state: string; why: string; count: number; clusters: string[] }[]
  /** Names that are no targets of this rollout. */
  unknown: string[]
  /** Why the rollout would refuse the call as it is now; null = it would take it. */
  refusal: string | null
}
