'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { useAct } from '@/lib/client/use-act'
import type { GateAckDto, GateDto } from '@/lib/rollouts/dto'
import { isAsking } from '../appearance'
import { overrideCall, send } from '../commands'
import { useHeader } from '../live-context'

/** Opens a gate in spite of what it waits for; nothing while there is nothing to override. */
export function OverrideGate({ gate, refusal }: { gate: GateDto; refusal: string | null }) {
  const { state } = useHeader()
  const [open, setOpen] = useState(false)
  const holds = isAsking(gate) || gate.state === 'rejected' || gate.state === 'expired'
  const live = state === 'running' || state === 'paused'
  return (
    <>
      {live && holds ? (
        <Button size="sm" variant="ghost" disabledReason={refusal} onClick={() => setOpen(true)}>
          Override…
        </Button>
      ) : null}
      {open ? <OverrideDialog gate={gate} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function OverrideDialog({ gate, onClose }: { gate: GateDto; onClose: () => void }) {
  const rollout = useHeader()
  const override = useAct({
    run: (reason: string) => send<GateAckDto>(overrideCall(rollout.id, gate.id, reason)),
    done: () => `${gate.title} is overridden.`,
    refused: 'Not overridden',
    changes: [],
    quiet: true,
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={`Override “${gate.title}”?`}
      description={
        rollout.state === 'paused'
          ? 'The gate opens in spite of what it waits for. The rollout stays paused until it is resumed. You cannot approve what follows in this rollout.'
          : 'The gate opens in spite of what it waits for, and what stands behind it may start at once. You cannot approve what follows in this rollout.'
      }
      hint="For the audit and everybody who looks at this gate."
      danger
      verb="Override the gate"
      call={`POST ${overrideCall(rollout.id, gate.id, '').path} {"reason": "…"}`}
      busy={override.isPending}
      error={override.error}
      onSubmit={(reason) => override.mutate(reason)}
      onClose={onClose}
    />
  )
}
