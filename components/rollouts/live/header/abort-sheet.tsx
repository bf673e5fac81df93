'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Sheet } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { formatCount, formatNoun } from '@/lib/client/format'
import { ApiHint } from '../api-hint'
import { abortCall } from '../commands'
import { useHeader } from '../live-context'
import { countState, doneCount, inFlightCount } from '../tally'
import { useCommand } from '../use-command'
import { useTallies } from '../use-tallies'
import { Effect } from './effect'

/** Ends a rollout for good. Says what that means in numbers; one types the number, not a name. */
export function AbortSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const rollout = useHeader()
  const { all } = useTallies()
  const command = useCommand()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [cancel, setCancel] = useState(false)
  const pending = countState(all, 'pending')
  const inFlight = inFlightCount(all)
  // What is asked for is what is taken away; when nothing is left to start, what is interrupted.
  const asked = pending > 0 ? pending : inFlight
  const call = abortCall(rollout.id, reason, cancel)
  const close = () => {
    command.forget()
    setTyped('')
    setReason('')
    setCancel(false)
    onClose()
  }
  const submit = async () => {
    if (await command.run(call, () => `Aborted; ${formatNoun(pending, 'cluster')} will not be started.`))
      close()
  }
  const right = Number(typed.replaceAll(/[,\s]/g, '')) === asked && typed.trim() !== ''
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`Abort “${rollout.title}”?`}
      description="An aborted rollout is over. What was cancelled can be retried later, cluster by cluster."
      footer={
        <>
          <Button onClick={close}>Let it run</Button>
          <Button
            variant="danger"
            busy={command.busy}
            disabledReason={right ? null : `Type ${formatCount(asked)} first.`}
            onClick={submit}
          >
            Abort {formatNoun(asked, 'cluster')}
          </Button>
        </>
      }
    >
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-3 gap-y-2 text-sm">
        <Effect count={pending} what="not started" effect="cancelled" />
        <Effect
          count={inFlight}
          what="in flight"
          effect={cancel ? 'cancelled where the driver can' : 'finish'}
        />
        <Effect count={doneCount(all)} what="done" effect="stay as they are" />
      </dl>
      <div className="mt-5 flex flex-col gap-4">
        <Checkbox checked={cancel} onChange={setCancel} disabled={inFlight === 0}>
          Also cancel what is in flight
        </Checkbox>
        {cancel ? (
          <Callout tone="danger">
            Interrupted clusters may be left half-way. Their drivers are asked to cancel; look at each
            afterwards.
          </Callout>
        ) : null}
        <Field label="Reason" hint="For the audit.">
          <Textarea value={reason} onChange={(event) => setReason(event.currentTarget.value)} rows={2} />
        </Field>
        <Field label={`Type ${formatCount(asked)} to confirm`}>
          <Input
            value={typed}
            inputMode="numeric"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
        {command.refusal ? (
          <Callout tone="danger" role="alert" title="Not aborted">
            {command.refusal}
          </Callout>
        ) : null}
      </div>
      <ApiHint call={call} />
    </Sheet>
  )
}
