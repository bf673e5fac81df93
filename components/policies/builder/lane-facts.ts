/** What the fleet says to one phase: numbers as of now, shown while it is edited. */
export interface PhaseFacts {
  /** Clusters of the phase. */
  readonly taken: number
  /** Clusters its selector matches, before `take` and the phases above. */
  readonly matched: number
  /** Of those, how many the phases above have taken. */
  readonly takenByEarlier: number
  readonly regions: number
  readonly versions: number
  /** What amounts come to, by field: `20% of 31 = 6`; absent when a field has no share. */
  readonly resolved: Readonly<Partial<Record<'take' | 'maxInFlight' | 'budget' | 'steps', string>>>
}

export interface LaneFacts {
  readonly phases: readonly PhaseFacts[]
  /** Clusters that no phase takes. */
  readonly remainder: readonly string[]
  readonly total: number
}
