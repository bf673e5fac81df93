'use client'

import { formatNoun } from '@/lib/client/format'
import { abortCall } from '../commands'
import { useHeader } from '../live-context'
import { countState, doneCount, inFlightCount } from '../tally'
import { useTallies } from '../use-tallies'
import { CountSheet } from './count-sheet'
import { Effect, Effects } from './effect'

/** Ends a rollout for good. Says what that means in numbers. */
export function AbortSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const rollout = useHeader()
  const { all } = useTallies()
  const pending = countState(all, 'pending')
  const inFlight = inFlightCount(all)
  return (
    <CountSheet
      open={open}
      onClose={onClose}
      title={`Abort “${rollout.title}”?`}
      description="An aborted rollout is over. What was cancelled can be retried later, cluster by cluster."
      keep="Let it run"
      verb="Abort"
      refused="Not aborted"
      // What is asked for is what is taken away; when nothing is left to start, what is interrupted.
      asked={pending > 0 ? pending : inFlight}
      inFlight={inFlight}
      cancelLabel="Also cancel what is in flight"
      callOf={(reason, cancel) => abortCall(rollout.id, reason, cancel)}
      done={() => `Aborted; ${formatNoun(pending, 'cluster')} will not be started.`}
    >
      {(cancel) => (
        <Effects>
          <Effect count={pending} what="not started" effect="cancelled" />
          <Effect
            count={inFlight}
            what="in flight"
            effect={cancel ? 'cancelled where the driver can' : 'finish'}
          />
          <Effect count={doneCount(all)} what="done" effect="stay as they are" />
        </Effects>
      )}
    </CountSheet>
  )
}
