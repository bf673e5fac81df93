/** A period, or hours of every week within it, over a selector, in which nothing new may start. */
export interface FreezeDto {
  id: string
  title: string
  select: string
  /** Instants are ISO 8601 in UTC. */
  startsAt: string
  /** Null = until somebody ends it. */
  endsAt: string | null
  recurrence: RecurrenceDto | null
  reason: string
  createdBy: string
  createdAt: string
  /** Set when it was ended before its time. */
  endedAt: string | null
  /** `active` from its start to its end, also between the hours in which a recurring one holds. */
  state: FreezeState
  /** Until when it holds now; null = it does not hold, or until somebody ends it. */
  holdsUntil: string | null
  holds: boolean
  /** The next times that it holds, the present one first; at most 50. */
  next: FrozenTimeDto[]
  overrides: OverrideDto[]
}

export interface RecurrenceDto {
  days: Weekday[]
  /** `HH:MM`, in its time zone. */
  from: string
  /** Not after `from` = on the next day. */
  to: string
  timezone: string
}

export interface FrozenTimeDto {
  startsAt: string
  endsAt: string | null
}

/** Lets one rollout start in spite of a freeze, until it expires. */
export interface OverrideDto {
  id: string
  rollout: string
  rolloutTitle: string
  reason: string
  createdBy: string
  createdAt: string
  expiresAt: string
  /** Set when it was ended before its time. */
  endedAt: string | null
  active: boolean
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

export const freezeStates = ['upcoming', 'active', 'over'] as const
export type FreezeState = (typeof freezeStates)[number]
