'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Page } from '@/components/layout/page'
import { Badge, StateBadge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import type { ApprovalDto } from '@/lib/approvals/dto'
import { approvalQuery } from '@/lib/approvals/query-options'
import { gateStyle } from '@/lib/client/state-style'
import { DecisionForm } from './decision-form'
import { Evidence } from './evidence'
import { People } from './people'
import { Stake } from './stake'

/** One approval: the question, what has happened, what is at stake, who decides, and the decision. */
export function ApprovalCard({ rollout, gate }: { rollout: string; gate: string }) {
  const query = useQuery({ ...approvalQuery(rollout, gate), refetchInterval: 5_000 })
  return (
    <Page>
      <QueryView query={query} what="The approval">
        {(approval) => <Content approval={approval} />}
      </QueryView>
    </Page>
  )
}

function Content({ approval }: { approval: ApprovalDto }) {
  const waits = approval.state === 'closed'
  return (
    <>
      <PageHeader
        title={approval.question}
        meta={
          <>
            {waits ? null : <StateBadge style={gateStyle[approval.state]} />}
            <Link
              href={`/rollouts/${approval.rollout}`}
              className="font-medium underline-offset-2 hover:underline"
            >
              {approval.rolloutTitle}
            </Link>
            <span>
              asked <Time at={approval.requestedAt} />
            </span>
            {waits && approval.expiresAt ? (
              <span>
                expires <Time at={approval.expiresAt} /> (
                <Time at={approval.expiresAt} format="absolute" seconds={false} utc />
                ), then the rollout pauses
              </span>
            ) : null}
          </>
        }
      />
      {waits && approval.rolloutState === 'paused' ? (
        <div className="mb-4">
          <Callout tone="warning" title="The rollout is paused">
            Approving opens the gate; nothing starts before the rollout is resumed.
          </Callout>
        </div>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Evidence evidence={approval.evidence} />
          <Stake approval={approval} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-16">
          {/* A new question, asked anew, must not inherit what was typed for the one before. */}
          {waits ? <DecisionForm key={approval.requestedAt} approval={approval} /> : null}
          <People approval={approval} />
          <Card title="What changes">
            <Facts>
              <Fact name="Operation">{approval.operation}</Fact>
              {Object.entries(approval.params).map(([name, value]) => (
                <Fact key={name} name={<span className="ident">{name}</span>} mono>
                  {typeof value === 'string' ? value : JSON.stringify(value)}
                </Fact>
              ))}
              <Fact name="Policy">
                {approval.policy ? (
                  <>
                    <Link
                      href={`/policies/${encodeURIComponent(approval.policy)}`}
                      className="ident underline-offset-2 hover:underline"
                    >
                      {approval.policy}
                    </Link>{' '}
                    <Badge tone="outline">revision {approval.policyRevision}</Badge>
                  </>
                ) : (
                  'given with the launch'
                )}
              </Fact>
              {approval.reason ? <Fact name="Reason">{approval.reason}</Fact> : null}
              <Fact name="Plan" mono>
                {approval.planHash.slice(0, 12)}
              </Fact>
            </Facts>
          </Card>
        </div>
      </div>
    </>
  )
}
