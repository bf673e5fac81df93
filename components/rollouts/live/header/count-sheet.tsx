'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Sheet } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { RolloutAckDto } from '@/lib/rollouts/dto'
import { ApiHint } from '../api-hint'
import type { ApiCall } from '../commands'
import { useCommand } from '../use-command'

/**
 * Asks before something that cannot be taken back in passing: what it means in numbers, a reason, whether what is in
 * flight is cancelled as well; and one types the number of clusters, not a name.
 */
export function CountSheet<Ack extends RolloutAckDto>({
  open,
  onClose,
  title,
  description,
  keep,
  verb,
  refused,
  asked,
  missing = null,
  inFlight,
  cancelLabel,
  callOf,
  done,
  children,
}: {
  open: boolean
  onClose: () => void
  title: string
  description: string
  /** What the button that does nothing says. */
  keep: string
  /** What the button that acts says, before the number. */
  verb: string
  /** What a refusal is called. */
  refused: string
  /** The number that is typed. */
  asked: number
  /** What else stands in the way; null = nothing. */
  missing?: string | null
  inFlight: number
  cancelLabel: string
  callOf: (reason: string, cancelInFlight: boolean) => ApiCall
  done: (ack: Ack) => string
  /** The numbers, for whether what is in flight is cancelled. */
  children: (cancelInFlight: boolean) => ReactNode
}) {
  const command = useCommand()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [cancel, setCancel] = useState(false)
  const call = callOf(reason, cancel)
  const close = () => {
    command.forget()
    setTyped('')
    setReason('')
    setCancel(false)
    onClose()
  }
  const submit = async () => {
    if (await command.run<Ack>(call, done)) close()
  }
  const right = Number(typed.replaceAll(/[,\s]/g, '')) === asked && typed.trim() !== ''
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={close}>{keep}</Button>
          <Button
            variant="danger"
            busy={command.busy}
            disabledReason={missing ?? (right ? null : `Type ${formatCount(asked)} first.`)}
            onClick={submit}
          >
            {verb} {formatNoun(asked, 'cluster')}
          </Button>
        </>
      }
    >
      {children(cancel)}
      <div className="mt-5 flex flex-col gap-4">
        <Checkbox checked={cancel} onChange={setCancel} disabled={inFlight === 0}>
          {cancelLabel}
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
          <Callout tone="danger" role="alert" title={refused}>
            {command.refusal}
          </Callout>
        ) : null}
      </div>
      <ApiHint call={call} />
    </Sheet>
  )
}
