import type { TargetState } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'

/** What became of targets and when, a page of the event log in columns; one entry per event that moved a target. */
export interface ReplayDto {
  /** Pass as `after` to read on. */
  last: number
  more: boolean
  /** Ordinal of the target in the rollout's fixed order. */
  target: number[]
  /** Epoch ms. */
  at: number[]
  /** What it was from then on: a code of the stream, or `again` when a try ended and another follows. */
  code: number[]
  /** Events of the rollout, its phases and gates. */
  marks: ReplayMark[]
}

/** One event that was about more than one target. */
export interface ReplayMark {
  seq: number
  at: number
  type: string
  phase: string | null
}

/** In `ReplayDto.code`: a try ended, another follows. */
export const again = 255

/** Two rollouts side by side. Durations are of targets that were worked on, in ms. */
export interface ComparisonDto {
  left: ComparedDto
  right: ComparedDto
  /** Clusters that are targets of both. */
  shared: number
  /** Clusters that ended otherwise in the one than in the other, at most 200 of them. */
  differing: { cluster: string; left: TargetState; right: TargetState; message: string | null }[]
  differingCount: number
}

export interface ComparedDto {
  rollout: RolloutDto
  durationP50Ms: number | null
  durationP90Ms: number | null
  /** Targets that needed more than one try at applying. */
  retried: number
}
