'use client'

import { useQuery } from '@tanstack/react-query'
import { MeaningDifference } from '@/components/policies/aside/meaning-difference'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { formatNoun } from '@/lib/client/format'
import type { AmendmentDto } from '@/lib/rollouts/dto'
import { useHeader } from '../live-context'
import { amendmentsQuery } from './amend-queries'

/** How the policy of a rollout was changed since the launch, newest first: by whom, how, and who agreed. */
export function AmendmentList() {
  const { data = [] } = useQuery(amendmentsQuery(useHeader()))
  if (data.length === 0) return null
  return (
    <section aria-labelledby="amendments">
      <h2 id="amendments" className="mb-2 text-sm font-semibold">
        Changes since the launch
      </h2>
      <ol className="divide-y divide-line border-y border-line">
        {data.map((amendment) => (
          <li key={amendment.id} className="py-3 text-sm">
            <Amendment amendment={amendment} />
          </li>
        ))}
      </ol>
    </section>
  )
}

const looks = {
  proposed: { tone: 'warning', label: 'waits for an approval' },
  applied: { tone: 'success', label: 'made' },
  rejected: { tone: 'danger', label: 'rejected' },
  withdrawn: { tone: 'neutral', label: 'withdrawn' },
} as const

function Amendment({ amendment }: { amendment: AmendmentDto }) {
  const { state, proposedBy, proposedAt, decidedBy, decidedAt, reason, comment, weakenings } = amendment
  const { tone, label } = looks[state]
  const alone = state === 'applied' && weakenings.length === 0
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{label}</Badge>
        <span>
          {alone ? 'tightened' : 'proposed'} by <span className="font-medium">{proposedBy}</span>,{' '}
          <Time at={proposedAt} />
        </span>
        {decidedBy && decidedAt && !alone ? (
          <span>
            {state === 'applied' ? 'approved' : state} by <span className="font-medium">{decidedBy}</span>,{' '}
            <Time at={decidedAt} />
          </span>
        ) : null}
        {weakenings.length > 0 ? (
          <span className="text-ink-3">less careful in {formatNoun(weakenings.length, 'way')}</span>
        ) : null}
      </p>
      {reason ? <p className="mt-1 text-pretty text-ink-2">“{reason}”</p> : null}
      {comment ? (
        <p className="mt-1 text-pretty text-ink-2">
          {decidedBy}: “{comment}”
        </p>
      ) : null}
      <div className="mt-2">
        <MeaningDifference changes={amendment.changes} />
      </div>
    </>
  )
}
