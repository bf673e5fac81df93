/** A period, over a selector, in which nothing new may start. Instants are ISO 8601 in UTC. */
export interface FreezeDto {
  id: string
  title: string
  select: string
  startsAt: string
  endsAt: string
  reason: string
  createdBy: string
  createdAt: string
  /** Set when it was ended before its time. */
  endedAt: string | null
  state: FreezeState
}

export const freezeStates = ['upcoming', 'active', 'over'] as const
export type FreezeState = (typeof freezeStates)[number]
