'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import type { ApprovalDto } from '@/lib/approvals/dto'
import { ApiError, api, messageOf } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import { LowerLimits, noLimits, readLimits, type TypedLimits } from './lower-limits'

/**
 * Approve, or reject with a reason. The decision carries the newest event that was on the screen: when more
 * has failed since, the server refuses it, and one looks again before deciding.
 */
export function DecisionForm({ approval }: { approval: ApprovalDto }) {
  const [comment, setComment] = useState('')
  const [seenSeq, setSeenSeq] = useState(approval.lastSeq)
  const [typed, setTyped] = useState<TypedLimits>(noLimits)
  const { limits, problem } = readLimits(typed, approval.stake)
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
    done: (verdict) => (verdict === 'approve' ? 'Approved' : 'Rejected: the rollout pauses'),
    refused: 'Could not record the decision',
    changes: [['approvals'], ['rollouts']],
    quiet: true,
  })
  const stale = decide.error instanceof ApiError && decide.error.problem?.code === 'stale'
  return (
    <Card title="Your decision">
      {decide.error ? (
        <div className="mb-3">
          <Callout
            tone={stale ? 'warning' : 'danger'}
            role="alert"
            title={stale ? 'Something changed while you were reading' : 'The decision was not taken'}
            action={
              stale ? (
                <Button
                  size="sm"
                  onClick={() => {
                    setSeenSeq(approval.lastSeq)
                    decide.reset()
                  }}
                >
                  I have looked
                </Button>
              ) : undefined
            }
          >
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
      <LowerLimits stake={approval.stake} typed={typed} problem={problem} onChange={setTyped} />
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
          {limits ? 'Approve, lower' : 'Approve'}
        </Button>
      </div>
      {approval.whyNot ? <p className="mt-3 text-xs text-warning">{approval.whyNot}</p> : null}
      <p className="mt-3 text-2xs text-ink-3">
        <code className="break-all">
          POST {gatePath(approval)}/approve {`{"seenSeq":${seenSeq}}`}
        </code>
      </p>
    </Card>
  )
}

const gatePath = ({ rollout, gate }: ApprovalDto): string =>
  `/api/v1/rollouts/${encodeURIComponent(rollout)}/gates/${encodeURIComponent(gate)}`
