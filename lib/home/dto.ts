import type { RolloutDto } from '@/lib/rollouts/dto'

/** What the home page says. Instants are ISO 8601 in UTC. */
export interface HomeDto {
  /** The rollouts under way, newest first. */
  active: ActiveDto[]
  held: HeldDto[]
  upcoming: UpcomingDto[]
  failures: DayFailuresDto[]
}

/** One rollout under way. */
export interface ActiveDto extends Omit<RolloutDto, 'waitingFor' | 'params' | 'phases' | 'guards'> {
  /** What it waits for, in words. */
  waits: string[]
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
