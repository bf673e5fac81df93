/** Whether the line is stopped: nothing starts anywhere then. */
export interface LineDto {
  stopped: boolean
  /** Of the stop that is in force; null = the line moves. */
  reason: string | null
  stoppedBy: string | null
  stoppedAt: string | null
  /** Ids of the rollouts that the stop paused and a release lets go. */
  held: string[]
}

/** What a release has done. */
export interface ReleasedDto {
  /** Rollouts that go on. */
  released: string[]
  /** Those that it had paused and that stay paused, with why. */
  kept: { rollout: string; why: string }[]
}
