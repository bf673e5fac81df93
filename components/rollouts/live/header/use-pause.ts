'use client'

import { formatCount } from '@/lib/client/format'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { pauseCall } from '../commands'
import { useHeader } from '../live-context'
import { inFlightCount } from '../tally'
import { useCommand } from '../use-command'
import { useTallies } from '../use-tallies'
import type { Rights } from './controls'

/** Gives what pauses the rollout of the page and says what still finishes; `refusal` = why it cannot be, null = it can. */
export function usePause(rights: Rights): { pause: () => void; busy: boolean; refusal: string | null } {
  const rollout = useHeader()
  const { all } = useTallies()
  const command = useCommand({ toastRefusal: true })
  const refusal = rights.control ?? whyNotPause(rollout)
  const pause = () => {
    if (refusal !== null) return
    const inFlight = inFlightCount(all)
    void command.run(pauseCall(rollout.id), () =>
      inFlight === 0
        ? 'Paused; nothing is in flight.'
        : `Paused; ${formatCount(inFlight)} in flight will finish.`,
    )
  }
  return { pause, busy: command.busy, refusal }
}

function whyNotPause({ state }: RolloutDto): string | null {
  if (state === 'running' || state === 'rolling_back') return null
  return isFinished(state) ? 'This rollout is over.' : 'Only a running rollout can be paused.'
}
