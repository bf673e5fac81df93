'use client'

import { useQuery } from '@tanstack/react-query'
import { ShieldQuestion } from 'lucide-react'
import Link from 'next/link'
import { DecisionForm } from '@/components/approvals/decision-form'
import { Evidence } from '@/components/approvals/evidence'
import { People } from '@/components/approvals/people'
import { Stake } from '@/components/approvals/stake'
import { Button } from '@/components/ui/button'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { approvalPath, approvalQuery } from '@/lib/approvals/query-options'
import { formatNoun } from '@/lib/client/format'
import type { GateDto, RolloutDto } from '@/lib/rollouts/dto'
import { isAsking } from '../appearance'
import { useHeader } from '../live-context'

/** The approvals that the rollout waits for, each with the question, and the decision one click away. */
export function GateCalls({
  shown,
  onShow,
}: {
  shown: string | null
  onShow: (gate: string | null) => void
}) {
  const rollout = useHeader()
  const gates = rollout.phases.flatMap((phase) =>
    phase.gates.filter((gate) => gate.type === 'approval' && isAsking(gate)),
  )
  return gates.map((gate) => (
    <GateCall
      key={gate.id}
      rollout={rollout}
      gate={gate}
      open={shown === gate.id}
      onToggle={() => onShow(shown === gate.id ? null : gate.id)}
    />
  ))
}

function GateCall({
  rollout,
  gate,
  open,
  onToggle,
}: {
  rollout: RolloutDto
  gate: GateDto
  open: boolean
  onToggle: () => void
}) {
  const query = useQuery({ ...approvalQuery(rollout.id, gate.id), refetchInterval: 5_000 })
  const question = query.data?.question ?? gate.title
  return (
    <section aria-label={question} className="mb-5 rounded-xl bg-accent-soft">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3">
        <ShieldQuestion size={20} aria-hidden="true" className="shrink-0 text-accent" />
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-base font-semibold text-balance">{question}</h2>
          <p className="flex flex-wrap gap-x-3 text-xs text-ink-2">
            <span>{formatNoun(gate.missing, 'approval')} missing</span>
            {gate.requestedAt ? (
              <span>
                asked <Time at={gate.requestedAt} />
              </span>
            ) : null}
            {gate.expiresAt ? (
              <span>
                expires <Time at={gate.expiresAt} />, then the rollout pauses
              </span>
            ) : null}
            {query.data?.whyNot ? <span className="text-warning">{query.data.whyNot}</span> : null}
          </p>
        </div>
        <Button variant={open ? 'secondary' : 'primary'} aria-expanded={open} onClick={onToggle}>
          {open ? 'Fold' : query.data?.whyNot ? 'Look at the evidence' : 'Review and decide'}
        </Button>
      </div>
      {open ? (
        <div className="px-4 pb-4">
          <QueryView query={query} what="The approval">
            {(approval) => (
              <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <div className="flex min-w-0 flex-col gap-4">
                  <Evidence evidence={approval.evidence} />
                  <Stake approval={approval} />
                </div>
                <div className="flex min-w-0 flex-col gap-4">
                  <DecisionForm key={approval.requestedAt} approval={approval} />
                  <People approval={approval} />
                  <Link
                    href={approvalPath(rollout.id, gate.id)}
                    className="text-xs text-ink-2 hover:underline"
                  >
                    Open on a page of its own
                  </Link>
                </div>
              </div>
            )}
          </QueryView>
        </div>
      ) : null}
    </section>
  )
}
