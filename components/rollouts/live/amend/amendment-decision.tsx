'use client'

import { useState } from 'react'
import { RefusedDecision } from '@/components/approvals/refused-decision'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { useAct } from '@/lib/client/use-act'
import type { AmendmentDetailDto, RolloutDto } from '@/lib/rollouts/dto'
import { type AmendmentVerb, decideAmendmentCall, send } from '../commands'

const done: Record<AmendmentVerb, string> = {
  approve: 'Approved: it holds from now on',
  reject: 'Rejected: the rollout goes on as it is',
  withdraw: 'Withdrawn: the rollout goes on as it is',
}

/**
 * Approve a proposed change, reject it with a reason, or withdraw one's own. An approval carries the newest event
 * that was on the screen when one began to read: when more has failed since, one looks again before deciding.
 */
export function AmendmentDecision({
  rollout,
  detail,
}: {
  rollout: Pick<RolloutDto, 'id' | 'state'>
  detail: AmendmentDetailDto
}) {
  const [comment, setComment] = useState('')
  const [seenSeq, setSeenSeq] = useState(detail.lastSeq)
  const words = comment.trim()
  const decide = useAct({
    run: (verb: AmendmentVerb) =>
      send(decideAmendmentCall(rollout.id, detail, verb, { seenSeq, comment: words })),
    done: (verb) => done[verb],
    refused: 'The decision was not taken',
    changes: [['approvals'], ['rollouts', rollout.id, 'amendment']],
    quiet: true,
  })
  const own = detail.whyNotWithdraw === null
  const act = (verb: AmendmentVerb, label: string, whyNot: string | null) => (
    <Button
      size="lg"
      variant={verb === 'approve' ? 'primary' : 'secondary'}
      busy={decide.isPending && decide.variables === verb}
      disabledReason={whyNot}
      onClick={() => decide.mutate(verb)}
      className="w-full"
    >
      {label}
    </Button>
  )
  return (
    <Card title="Your decision">
      <div className="flex flex-col gap-3">
        {detail.reason ? (
          <p className="text-pretty">
            <span className="font-medium">{detail.proposedBy}:</span> “{detail.reason}”
          </p>
        ) : (
          <p className="text-ink-2">{detail.proposedBy} gave no reason.</p>
        )}
        <RefusedDecision
          error={decide.error}
          title="The decision was not taken"
          onLooked={() => {
            setSeenSeq(detail.lastSeq)
            decide.reset()
          }}
        />
        {rollout.state === 'paused' ? (
          <Callout tone="warning">The rollout is paused: nothing starts before it is resumed.</Callout>
        ) : null}
        {own ? null : (
          <Field label="Comment" hint="Needed to reject. Kept with the decision and in the audit log.">
            <Textarea
              rows={2}
              maxLength={2_000}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          </Field>
        )}
        <div className="grid grid-cols-2 gap-2">
          {own
            ? act('withdraw', 'Withdraw', null)
            : act(
                'reject',
                'Reject',
                detail.whyNotReject ?? (words === '' ? 'Say why in the comment first.' : null),
              )}
          {act('approve', 'Approve', detail.whyNotApprove ?? detail.whyNot)}
        </div>
        {detail.whyNotApprove ? <p className="text-xs text-warning">{detail.whyNotApprove}</p> : null}
        <p className="text-xs text-ink-2">
          {detail.others.length > 0
            ? `Could approve it${detail.whyNotApprove === null ? ' as well' : ''}: ${detail.others.join(', ')}.`
            : `Nobody ${detail.whyNotApprove === null ? 'else ' : ''}can approve it now.`}
        </p>
      </div>
    </Card>
  )
}
