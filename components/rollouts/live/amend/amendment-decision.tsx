'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { api, messageOf } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import type { AmendmentDetailDto } from '@/lib/rollouts/dto'

type Verb = 'approve' | 'reject' | 'withdraw'

const done: Record<Verb, string> = {
  approve: 'Approved: it holds from now on',
  reject: 'Rejected: the rollout goes on as it is',
  withdraw: 'Withdrawn',
}

/** Approve an amendment, reject it with a reason, or withdraw one's own. */
export function AmendmentDecision({ rollout, detail }: { rollout: string; detail: AmendmentDetailDto }) {
  const [comment, setComment] = useState('')
  const words = comment.trim()
  const decide = useAct({
    run: (verb: Verb) =>
      api<unknown>('POST', `/api/v1/rollouts/${rollout}/amendments/${detail.id}/${verb}`, {
        body: bodyOf(verb, detail, words),
      }),
    done: (verb) => done[verb],
    refused: 'Could not record the decision',
    changes: [['approvals'], ['rollouts']],
    quiet: true,
  })
  const own = detail.whyNotWithdraw === null
  return (
    <Card title="Your decision">
      {decide.error ? (
        <div className="mb-3">
          <Callout tone="danger" role="alert" title="The decision was not taken">
            {messageOf(decide.error)}
          </Callout>
        </div>
      ) : null}
      <Field label="Comment" hint="Needed to reject. Kept with the decision and in the audit log.">
        <Textarea
          rows={2}
          maxLength={2_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </Field>
      <div className="mt-3 grid grid-cols-2 gap-2">
        {own ? (
          <Button
            size="lg"
            busy={decide.isPending && decide.variables === 'withdraw'}
            onClick={() => decide.mutate('withdraw')}
            className="w-full"
          >
            Withdraw
          </Button>
        ) : (
          <Button
            size="lg"
            busy={decide.isPending && decide.variables === 'reject'}
            disabledReason={detail.whyNotReject ?? (words === '' ? 'Say why in the comment first.' : null)}
            onClick={() => decide.mutate('reject')}
            className="w-full"
          >
            Reject
          </Button>
        )}
        <Button
          size="lg"
          variant="primary"
          busy={decide.isPending && decide.variables === 'approve'}
          disabledReason={detail.whyNotApprove ?? detail.whyNot}
          onClick={() => decide.mutate('approve')}
          className="w-full"
        >
          Approve
        </Button>
      </div>
    </Card>
  )
}

function bodyOf(verb: Verb, { basePlanHash, lastSeq }: AmendmentDetailDto, comment: string): object {
  if (verb === 'withdraw') return {}
  if (verb === 'reject') return { comment }
  return { planHash: basePlanHash, seenSeq: lastSeq, ...(comment !== '' && { comment }) }
}
