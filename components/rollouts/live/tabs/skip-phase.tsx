'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { formatNoun } from '@/lib/client/format'
import { useAct } from '@/lib/client/use-act'
import type { PhaseDto, TargetsAckDto } from '@/lib/rollouts/dto'
import { send, skipPhaseCall } from '../commands'
import { useHeader } from '../live-context'
import { countState, inFlightCount, type Tally } from '../tally'

/** Skips what is left of a phase; nothing while there is nothing left to skip. */
export function SkipPhase({
  phase,
  tally,
  refusal,
}: {
  phase: PhaseDto
  tally: Tally
  /** Why whoever looks may not; null = they may. */
  refusal: string | null
}) {
  const { state, wayBack } = useHeader()
  const [open, setOpen] = useState(false)
  const pending = countState(tally, 'pending')
  const live = (state === 'draft' || state === 'running' || state === 'paused') && wayBack.underWay === null
  const flying =
    inFlightCount(tally) > 0 ? 'Pause, and skip it once what is in flight has come to rest.' : null
  return (
    <>
      {live && pending > 0 ? (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2"
          disabledReason={refusal ?? flying}
          onClick={() => setOpen(true)}
        >
          Skip phase…
        </Button>
      ) : null}
      {open ? <SkipDialog phase={phase} pending={pending} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function SkipDialog({ phase, pending, onClose }: { phase: PhaseDto; pending: number; onClose: () => void }) {
  const rollout = useHeader()
  const skip = useAct({
    run: (reason: string) => send<TargetsAckDto>(skipPhaseCall(rollout.id, phase.id, reason)),
    done: (_, { targets }) => `Skipped ${formatNoun(targets, 'cluster')} of ${phase.title}.`,
    refused: 'Not skipped',
    changes: [],
    quiet: true,
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={`Skip ${formatNoun(pending, 'cluster')} of ${phase.title}?`}
      description="This rollout does not touch them. Gates in front of the next phase are not skipped with them."
      hint="For the audit; each cluster shows it."
      verb="Skip the phase"
      call={`POST ${skipPhaseCall(rollout.id, phase.id, '').path} {"reason": "…"}`}
      busy={skip.isPending}
      error={skip.error}
      onSubmit={(reason) => skip.mutate(reason)}
      onClose={onClose}
    />
  )
}
