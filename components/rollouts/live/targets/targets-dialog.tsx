'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { TargetsAckDto } from '@/lib/rollouts/dto'
import { ApiHint } from '../api-hint'
import { retryCall, skipCall } from '../commands'
import { useHeader } from '../live-context'
import { useCommand } from '../use-command'

const words = {
  retry: {
    title: 'Retry',
    what: 'Each gets a new attempt under the same plan and limits. A phase that was over opens again, and its soak starts anew.',
    not: 'have not failed, been skipped or cancelled, and stay as they are',
  },
  skip: {
    title: 'Skip',
    what: 'They are not touched by this rollout. Gates in front of the next phase are not skipped with them.',
    not: 'are not pending, and stay as they are',
  },
} as const

/** Retries or skips clusters: which, what that means, which not and why, and the reason. */
export function TargetsDialog({
  verb,
  clusters,
  others = 0,
  onClose,
  onDone,
}: {
  /** Null = closed. */
  verb: 'retry' | 'skip' | null
  clusters: readonly string[]
  /** How many were chosen as well and are not eligible. */
  others?: number
  onClose: () => void
  onDone?: () => void
}) {
  const rollout = useHeader()
  const command = useCommand()
  const [reason, setReason] = useState('')
  const shown = verb ?? 'retry'
  const call = (shown === 'skip' ? skipCall : retryCall)(rollout.id, clusters, reason)
  const close = () => {
    command.forget()
    setReason('')
    onClose()
  }
  const submit = async () => {
    const taken = await command.run<TargetsAckDto>(call, ({ targets }) =>
      shown === 'skip'
        ? `Skipped ${formatNoun(targets, 'cluster')}.`
        : `Retrying ${formatNoun(targets, 'cluster')}.`,
    )
    if (!taken) return
    onDone?.()
    close()
  }
  const missing = shown === 'skip' && reason.trim() === '' ? 'Give a reason first.' : null
  return (
    <Dialog
      open={verb !== null}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`${words[shown].title} ${clusters.length === 1 ? clusters[0] : formatNoun(clusters.length, 'cluster')}?`}
      description={words[shown].what}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" busy={command.busy} disabledReason={missing} onClick={submit}>
            {words[shown].title} {formatNoun(clusters.length, 'cluster')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="ident line-clamp-3 text-xs text-ink-2">
          {clusters.slice(0, 12).join(', ')}
          {clusters.length > 12 ? ` and ${formatCount(clusters.length - 12)} more` : ''}
        </p>
        {others > 0 ? (
          <Callout>
            {formatCount(others)} of those selected {words[shown].not}.
          </Callout>
        ) : null}
        <Field label="Reason" required={shown === 'skip'} hint="For the audit.">
          <Textarea value={reason} onChange={(event) => setReason(event.currentTarget.value)} rows={2} />
        </Field>
        {command.refusal ? (
          <Callout tone="danger" role="alert" title="Nothing was changed">
            {command.refusal}
          </Callout>
        ) : null}
      </div>
      <ApiHint call={call} />
    </Dialog>
  )
}
