/** Ended attempts of a rollout's targets, in columns; what the timeline draws inside a lane. */
export interface SpansDto {
  /** Pass as `after` to read on. */
  last: number
  more: boolean
  /** Ordinal of the target in the rollout's fixed order. */
  target: number[]
  step: string[]
  /** Epoch ms. */
  startedAt: number[]
  finishedAt: number[]
  outcome: string[]
}
