'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Sheet } from '@/components/ui/dialog'
import { QueryView } from '@/components/ui/query-view'
import { toastDone } from '@/lib/client/toasts'
import { useAct } from '@/lib/client/use-act'
import { useLeaveWarning } from '@/lib/client/use-leave-warning'
import type { AmendmentAckDto } from '@/lib/rollouts/dto'
import { amendCall, send } from '../commands'
import { useHeader } from '../live-context'
import { AmendForm } from './amend-form'
import { useAmendDraft } from './use-amend-draft'
import { useAmendReading } from './use-amend-reading'
import { whyNotSend } from './why-not'

/**
 * Changes the rest of a rollout: its policy as text, what that would do, and whether somebody else has to agree.
 * Closing it keeps what was written.
 *
 * @param whyNot why nothing can be changed now; null = it may be possible
 */
export function AmendSheet({
  open,
  whyNot,
  onClose,
}: {
  open: boolean
  whyNot: string | null
  onClose: () => void
}) {
  const rollout = useHeader()
  const draft = useAmendDraft(rollout, open && whyNot === null)
  const reading = useAmendReading(rollout, draft)
  const [reason, setReason] = useState('')
  const { base, latest, text, changed, overtaken } = draft
  useLeaveWarning(changed)
  const never = whyNot ?? latest?.whyNot ?? null
  const looked = { planHash: base?.planHash ?? '', lastSeq: latest?.lastSeq ?? base?.lastSeq ?? 0 }
  const call = amendCall(rollout.id, text.source, looked, reason)
  const act = useAct({
    run: () => send<AmendmentAckDto>(call),
    done: (_, { amendment }) =>
      amendment.state === 'applied'
        ? 'Changed: it holds from now on'
        : 'Proposed: the rollout goes on as it is until somebody else approves',
    refused: 'Nothing was changed',
    changes: [['approvals']],
    quiet: true,
    onDone: () => throwAway(),
  })
  const close = () => {
    if (changed) toastDone('Nothing was sent', 'What you wrote is kept until you leave this page.')
    onClose()
  }
  const throwAway = () => {
    draft.startOver()
    setReason('')
    act.reset()
    onClose()
  }
  const { effect } = reading
  const missing = whyNotSend({
    changed,
    valid: reading.valid,
    overtaken,
    refused: reading.refusal !== null,
    effect,
    pendingBy: rollout.amendment?.proposedBy ?? null,
  })
  const proposes = effect !== null && effect.weakenings.length > 0
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      size="lg"
      title={`Change the rest of “${rollout.title}”`}
      description="What is over stays as it was, and what has begun keeps its clusters; all else can be changed."
      footer={
        <>
          <Button onClick={throwAway}>
            {changed ? 'Throw away my changes' : never === null ? 'Keep it as it is' : 'Close'}
          </Button>
          <Button
            variant="primary"
            busy={act.isPending}
            disabledReason={never ?? missing}
            onClick={() => act.mutate(undefined)}
          >
            {proposes ? 'Propose it' : 'Apply now'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {never === null ? null : (
          <Callout tone="warning" title="Nothing can be changed now">
            {never}
          </Callout>
        )}
        {base === null ? (
          never === null ? (
            <QueryView query={draft.carried} what="The policy of this rollout" rows={10}>
              {() => null}
            </QueryView>
          ) : null
        ) : (
          <AmendForm
            draft={draft}
            base={base}
            reading={reading}
            reason={reason}
            onReason={setReason}
            call={call}
            error={act.error}
            onLooked={() => {
              draft.lookAgain()
              act.reset()
            }}
          />
        )}
      </div>
    </Sheet>
  )
}
