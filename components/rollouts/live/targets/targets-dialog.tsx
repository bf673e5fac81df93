'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { messageOf } from '@/lib/client/api'
import { formatNoun } from '@/lib/client/format'
import type { CheckVerb } from '@/lib/failures/dto'
import { type TargetChoice, targetsCheckQuery } from '@/lib/failures/query-options'
import type { TargetsAckDto } from '@/lib/rollouts/dto'
import { ApiHint } from '../api-hint'
import { type ApiCall, acknowledgeCall, retryCall, skipCall, skipMatchingCall } from '../commands'
import { useHeader } from '../live-context'
import { useCommand } from '../use-command'
import { DryRun } from './dry-run'

/** What is to be done, with which clusters. */
export interface TargetsTask {
  verb: CheckVerb
  choice: TargetChoice
  /** What they have in common, where they were chosen by it. */
  about?: string
}

const words = {
  retry: {
    title: 'Retry',
    what: 'Each gets a new attempt under the same plan and limits. A phase that was over opens again, and its soak starts anew.',
    done: (count: string) => `Retrying ${count}.`,
  },
  skip: {
    title: 'Skip',
    what: 'They are not touched by this rollout. Gates in front of the next phase are not skipped with them.',
    done: (count: string) => `Skipped ${count}.`,
  },
  acknowledge: {
    title: 'Acknowledge',
    what: 'Somebody knows of them: they take no place of a disruption budget any more, so that others may start. Nothing is done to the clusters, and here they stay failed.',
    done: (count: string) => `Acknowledged ${count}.`,
  },
} as const

/** Retries, skips or acknowledges clusters: first what it would take and leave and why; then the reason. */
export function TargetsDialog({
  task,
  onClose,
  onDone,
}: {
  /** Null = closed. */
  task: TargetsTask | null
  onClose: () => void
  onDone?: () => void
}) {
  // What was asked last stays drawn while the window closes.
  const [last, setLast] = useState<TargetsTask | null>(task)
  if (task !== null && task !== last) setLast(task)
  if (last === null) return null
  return <Asking open={task !== null} task={last} onClose={onClose} onDone={onDone} />
}

function Asking({
  open,
  task: { verb, choice, about },
  onClose,
  onDone,
}: {
  open: boolean
  task: TargetsTask
  onClose: () => void
  onDone: (() => void) | undefined
}) {
  const rollout = useHeader()
  const command = useCommand()
  const [reason, setReason] = useState('')
  const check = useQuery({ ...targetsCheckQuery(rollout.id, verb, choice), enabled: open })
  const eligible = check.data?.eligible ?? []
  const count = formatNoun(eligible.length, 'cluster')
  const call = callOf(rollout.id, verb, choice, eligible, reason)
  const close = () => {
    command.forget()
    setReason('')
    onClose()
  }
  const submit = async () => {
    const taken = await command.run<TargetsAckDto | { acknowledged: number }>(call, (ack) =>
      words[verb].done(formatNoun('targets' in ack ? ack.targets : ack.acknowledged, 'cluster')),
    )
    if (!taken) {
      void check.refetch()
      return
    }
    onDone?.()
    close()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`${words[verb].title} ${eligible.length === 1 ? eligible[0] : check.data ? count : 'clusters'}?`}
      description={words[verb].what}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            busy={command.busy}
            disabledReason={missing(check.data, verb, reason)}
            onClick={submit}
          >
            {words[verb].title} {check.data ? count : '…'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {about ? <p className="text-sm text-pretty">{about}</p> : null}
        {check.error ? (
          <Callout tone="danger" role="alert" title="It could not be found out which are eligible">
            {messageOf(check.error)}
          </Callout>
        ) : (
          <DryRun check={check.data} />
        )}
        <Field label="Reason" required={verb !== 'retry'} hint="For the audit.">
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

/** The call for what was found eligible; a selector is sent as it is, for what matches it by then. */
function callOf(
  rollout: string,
  verb: CheckVerb,
  choice: TargetChoice,
  eligible: readonly string[],
  reason: string,
): ApiCall {
  if (verb === 'acknowledge') return acknowledgeCall(eligible, reason)
  if (verb === 'retry') return retryCall(rollout, eligible, reason)
  return 'select' in choice
    ? skipMatchingCall(rollout, choice.select, reason)
    : skipCall(rollout, eligible, reason)
}

/** Why it cannot be sent yet; null = it can. */
function missing(
  check: { eligible: readonly string[]; refusal: string | null } | undefined,
  verb: CheckVerb,
  reason: string,
): string | null {
  if (!check) return 'Finding out which are eligible.'
  if (check.eligible.length === 0) return 'None of them is eligible.'
  if (check.refusal !== null) return check.refusal
  return verb !== 'retry' && reason.trim() === '' ? 'Give a reason first.' : null
}
