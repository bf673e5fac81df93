'use client'

import { useState } from 'react'
import { ApiLine } from '@/components/ui/api-line'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import type { ApprovalDto } from '@/lib/approvals/dto'
import { api } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import { LowerLimits } from './lower-limits'
import { canLower, noLimits, readLimits } from './read-limits'
import { RefusedDecision } from './refused-decision'

/**
 * Approve, or reject with a reason. The decision carries the newest event that was on the screen: when more
 * has failed since, the server refuses it, and one looks again before deciding.
 */
export function DecisionForm({ approval }: { approval: ApprovalDto }) {
  const [comment, setComment] = useState('')
  const [seenSeq, setSeenSeq] = useState(approval.lastSeq)
  const [typed, setTyped] = useState(noLimits)
  const { limits, problems } = readLimits(typed, approval.stake)
  const problem = problems.maxInFlight ?? problems.failureBudget ?? null
  const decide = useAct({
    run: (verdict: 'approve' | 'reject') =>
      api<unknown>('POST', `${gatePath(approval)}/${verdict}`, {
        body: {
          seenSeq,
          planHash: approval.planHash,
          ...(comment.trim() && { comment: comment.trim() }),
          ...(verdict === 'approve' && limits && { limits }),
        },
      }),
    done: (verdict) =>
      verdict === 'reject'
        ? 'Rejected: the rollout pauses'
        : limits
          ? 'Approved with lower limits'
          : 'Approved',
    refused: 'Could not record the decision',
    changes: [['approvals'], ['rollouts']],
    quiet: true,
  })
  return (
    <Card title="Your decision">
      {decide.error ? (
        <div className="mb-3">
          <RefusedDecision
            error={decide.error}
            title="The decision was not taken"
            onLooked={() => {
              setSeenSeq(approval.lastSeq)
              decide.reset()
            }}
          />
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
      {canLower(approval.stake) ? (
        <LowerLimits stake={approval.stake} typed={typed} problems={problems} onChange={setTyped} />
      ) : null}
      <div className="mt-3 grid grid-cols-2 gap-2">
        <Button
          size="lg"
          busy={decide.isPending && decide.variables === 'reject'}
          disabledReason={
            approval.whyNotReject ?? (comment.trim() === '' ? 'Say why in the comment first.' : null)
          }
          onClick={() => decide.mutate('reject')}
          className="w-full"
        >
          Reject
        </Button>
        <Button
          size="lg"
          variant="primary"
          busy={decide.isPending && decide.variables === 'approve'}
          disabledReason={approval.whyNot ?? problem}
          onClick={() => decide.mutate('approve')}
          className="w-full"
        >
          {limits ? 'Approve, limited' : 'Approve'}
        </Button>
      </div>
      {approval.whyNot ? <p className="mt-3 text-xs text-warning">{approval.whyNot}</p> : null}
      <div className="mt-3">
        <ApiLine
          call={`POST ${gatePath(approval)}/approve ${JSON.stringify({ seenSeq, ...(limits && { limits }) })}`}
        />
      </div>
    </Card>
  )
}

const gatePath = ({ rollout, gate }: ApprovalDto): string =>
  `/api/v1/rollouts/${encodeURIComponent(rollout)}/gates/${encodeURIComponent(gate)}`
