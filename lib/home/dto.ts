/** What the home page says beside the rollouts themselves. Instants are ISO 8601 in UTC. */
export interface HomeDto {
  held: HeldDto[]
  upcoming: UpcomingDto[]
  failures: DayFailuresDto[]
}

/** One thing that holds a rollout and does not pass by itself in a moment. */
export interface HeldDto {
  rollout: string
  title: string
  kind: string
  message: string
  targets: number | null
  since: string | null
  until: string | null
  /** Who can end it, in words; null = it ends by itself. */
  unblockedBy: string | null
}

/** Something that begins or ends within the next day. */
export interface UpcomingDto {
  at: string
  what: string
  /** The rollout or the freeze it is about. */
  title: string
  /** Null for a freeze. */
  rollout: string | null
}

/** Failures of one rollout that was under way in the last 24 hours. */
export interface DayFailuresDto {
  rollout: string
  title: string
  failed: number
  total: number
}
