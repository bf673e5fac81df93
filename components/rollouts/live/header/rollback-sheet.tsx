'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Sheet } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { messageOf } from '@/lib/client/api'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { RollbackPreviewDto, TargetsAckDto } from '@/lib/rollouts/dto'
import { ApiHint } from '../api-hint'
import { rollbackCall } from '../commands'
import { useHeader } from '../live-context'
import { inFlightCount } from '../tally'
import { useCommand } from '../use-command'
import { useTallies } from '../use-tallies'
import { Effect } from './effect'
import { rollbackPreviewQuery } from './rollback-query'

/** Takes back what a rollout has done: says on how many clusters, in which order, and what has to stay. */
export function RollbackSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const rollout = useHeader()
  const inFlight = inFlightCount(useTallies().all)
  const preview = useQuery({ ...rollbackPreviewQuery(rollout.id, rollout.lastSeq), enabled: open })
  const command = useCommand()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [cancel, setCancel] = useState(false)
  const call = rollbackCall(rollout.id, reason, cancel)
  const close = () => {
    command.forget()
    setTyped('')
    setReason('')
    setCancel(false)
    onClose()
  }
  const submit = async () => {
    const done = ({ targets }: TargetsAckDto) => `Rolling back ${formatNoun(targets, 'cluster')}.`
    if (await command.run<TargetsAckDto>(call, done)) close()
  }
  const asked = preview.data?.revert ?? 0
  const right = Number(typed.replaceAll(/[,\s]/g, '')) === asked && typed.trim() !== ''
  const missing = preview.data ? preview.data.why : 'It is not known yet what would be rolled back.'
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`Roll back “${rollout.title}”?`}
      description="What this rollout has changed is taken back, the last phase first, under the same limits. Gates, windows and freezes are not asked."
      footer={
        <>
          <Button onClick={close}>Keep it</Button>
          <Button
            variant="danger"
            busy={command.busy}
            disabledReason={missing ?? (right ? null : `Type ${formatCount(asked)} first.`)}
            onClick={submit}
          >
            Roll back {formatNoun(asked, 'cluster')}
          </Button>
        </>
      }
    >
      {preview.data ? <Numbers preview={preview.data} /> : null}
      {preview.error ? <Callout tone="danger">{messageOf(preview.error)}</Callout> : null}
      <div className="mt-5 flex flex-col gap-4">
        <Checkbox checked={cancel} onChange={setCancel} disabled={inFlight === 0}>
          Cancel what is in flight instead of waiting for it
        </Checkbox>
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
          <Callout tone="danger" role="alert" title="Not rolled back">
            {command.refusal}
          </Callout>
        ) : null}
      </div>
      <ApiHint call={call} />
    </Sheet>
  )
}

/** The names of clusters that stay, as many as one reads. */
const leftShown = 5

function Numbers({ preview }: { preview: RollbackPreviewDto }) {
  const order = preview.phases.filter(({ revert }) => revert > 0)
  return (
    <>
      {preview.why ? <Callout tone="danger">{preview.why}</Callout> : null}
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-3 gap-y-2 text-sm">
        <Effect count={preview.revert} what="touched" effect="taken back" />
        <Effect count={preview.restFirst} what="of them in flight" effect="come to rest first" />
        <Effect count={preview.cancel} what="not started" effect="cancelled" />
        <Effect count={preview.leftCount} what="touched" effect="stay as they are" />
      </dl>
      {order.length > 1 ? (
        <p className="mt-3 text-sm text-ink-2">
          In this order: {order.map(({ title, revert }) => `${title} (${formatCount(revert)})`).join(', ')}.
        </p>
      ) : null}
      {preview.left.length > 0 ? (
        <ul className="mt-3 text-sm text-ink-2">
          {preview.left.slice(0, leftShown).map(({ cluster, reason }) => (
            <li key={cluster}>
              <span className="ident">{cluster}</span>: {reason}
            </li>
          ))}
          {preview.leftCount > leftShown ? (
            <li>and {formatCount(preview.leftCount - leftShown)} more</li>
          ) : null}
        </ul>
      ) : null}
    </>
  )
}
