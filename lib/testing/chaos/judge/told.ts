import type { EventDto, RolloutDto, TargetDetailDto, TargetDto } from '@/lib/rollouts/dto'
import type { Api } from '../api'
import type { Run } from '../programme'

/** What the API says of one rollout after its end. */
export interface Told {
  readonly run: Run
  readonly rollout: RolloutDto
  readonly targets: readonly TargetDetailDto[]
  readonly events: readonly EventDto[]
}

const pageSize = 1_000

/** Reads all that the API says of the rollouts of a round. */
export const readTold = ({ launcher, runs }: { launcher: Api; runs: readonly Run[] }): Promise<Told[]> =>
  Promise.all(
    runs.map(async (run) => {
      const path = `/api/v1/rollouts/${run.rollout}`
      const rollout = await launcher.get<RolloutDto>(path)
      const { items } = await launcher.get<{ items: TargetDto[] }>(`${path}/targets?limit=${pageSize}`)
      const targets = await Promise.all(
        items.map(({ cluster }) => launcher.get<TargetDetailDto>(`${path}/targets/${cluster}`)),
      )
      const { items: events } = await launcher.get<{ items: EventDto[] }>(`${path}/events?limit=${pageSize}`)
      return { run, rollout, targets, events }
    }),
  )
