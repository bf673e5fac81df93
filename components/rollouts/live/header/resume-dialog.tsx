'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { formatCount, formatNoun } from '@/lib/client/format'
import { pauseCauseLabel } from '@/lib/client/state-style'
import type { PauseCause } from '@/lib/core/rollout/states'
import { ApiHint } from '../api-hint'
import { resumeCall } from '../commands'
import { useHeader } from '../live-context'
import { countState } from '../tally'
import { useCommand } from '../use-command'
import { useTallies } from '../use-tallies'
import { asksToAccept, unacknowledged } from './unacknowledged'

/** Goes on after the rollout stopped by itself: says why it stopped, and what is accepted by going on. */
export function ResumeDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const rollout = useHeader()
  const { all } = useTallies()
  const command = useCommand()
  const [reason, setReason] = useState('')
  const [accepted, setAccepted] = useState<number | null>(null)
  const failures = asksToAccept(rollout) ? unacknowledged(rollout) : null
  const call = resumeCall(rollout.id, reason, failures)
  const close = () => {
    command.forget()
    setReason('')
    setAccepted(null)
    onClose()
  }
  // Accepted is a number, not a tick: one more failure in the meantime has to be seen first.
  const missing = failures !== null && accepted !== failures ? 'Acknowledge the failures first.' : null
  const submit = async () => {
    if (await command.run(call, () => 'Resumed.')) close()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`Resume “${rollout.title}”?`}
      description={`${causeWords(rollout.pauseCause)} ${formatNoun(countState(all, 'pending'), 'cluster')} still to start.`}
      footer={
        <>
          <Button onClick={close}>Stay paused</Button>
          <Button variant="primary" busy={command.busy} disabledReason={missing} onClick={submit}>
            Resume
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {rollout.pauseDetail ? <Callout tone="warning">{rollout.pauseDetail}</Callout> : null}
        {failures === null ? null : (
          <Checkbox checked={accepted === failures} onChange={(on) => setAccepted(on ? failures : null)}>
            I acknowledge {formatNoun(failures, 'failure')}; what fails beyond{' '}
            {failures === 1 ? 'it' : 'them'} counts anew.
          </Checkbox>
        )}
        <Field label="Reason" hint="For the audit; others read it when they wonder why it went on.">
          <Textarea value={reason} onChange={(event) => setReason(event.currentTarget.value)} rows={2} />
        </Field>
        {command.refusal ? (
          <Callout tone="danger" role="alert" title="Not resumed">
            {command.refusal}
          </Callout>
        ) : null}
      </div>
      <ApiHint call={call} />
      <p className="sr-only" aria-live="polite">
        {failures === null ? '' : `${formatCount(failures)} failures to acknowledge`}
      </p>
    </Dialog>
  )
}

const causeWords = (cause: PauseCause | null): string =>
  cause === null || cause === 'manual'
    ? 'It was paused by hand.'
    : `It paused by itself: ${pauseCauseLabel[cause]}.`
