'use client'

import { useQuery } from '@tanstack/react-query'
import { FilePen } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { formatNoun } from '@/lib/client/format'
import type { AmendmentDetailDto, RolloutDto } from '@/lib/rollouts/dto'
import { useHeader } from '../live-context'
import { amendmentQuery } from './amend-queries'
import { AmendmentDecision } from './amendment-decision'
import { AmendmentEffect } from './amendment-effect'

/** The amendment that waits for somebody, with its effect and the decision one click away. */
export function AmendmentCall() {
  const rollout = useHeader()
  const { amendment } = rollout
  return amendment ? <Call key={amendment.id} rollout={rollout.id} amendment={amendment} /> : null
}

function Call({ rollout, amendment }: { rollout: string; amendment: NonNullable<RolloutDto['amendment']> }) {
  const [open, setOpen] = useState(false)
  const query = useQuery({ ...amendmentQuery(rollout, amendment.id), refetchInterval: 5_000 })
  const question = `Change the rest as ${amendment.proposedBy} proposes?`
  const mine = query.data?.whyNotApprove === null
  return (
    <section aria-label={question} className="mb-5 rounded-xl bg-accent-soft">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3">
        <FilePen size={20} aria-hidden="true" className="shrink-0 text-accent" />
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-base font-semibold text-balance">{question}</h2>
          <p className="flex flex-wrap gap-x-3 text-xs text-ink-2">
            <span>
              proposed <Time at={amendment.proposedAt} />
            </span>
            <span>less careful in {formatNoun(amendment.weakenings.length, 'way')}</span>
            <span>Until it is approved, the rollout goes on under the policy that holds now.</span>
            {query.data?.whyNotApprove ? (
              <span className="text-warning">{query.data.whyNotApprove}</span>
            ) : null}
          </p>
        </div>
        <Button variant={open ? 'secondary' : 'primary'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Fold' : mine ? 'Review and decide' : 'Look at it'}
        </Button>
      </div>
      {open ? (
        <div className="px-4 pb-4">
          <QueryView query={query} what="The amendment">
            {(detail) => <Detail rollout={rollout} detail={detail} />}
          </QueryView>
        </div>
      ) : null}
    </section>
  )
}

function Detail({ rollout, detail }: { rollout: string; detail: AmendmentDetailDto }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="min-w-0">
        {detail.whyNot ? (
          <Callout tone="warning" title="It cannot be made any more">
            {detail.whyNot}
          </Callout>
        ) : null}
        {detail.effect ? <AmendmentEffect effect={detail.effect} /> : null}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <AmendmentDecision rollout={rollout} detail={detail} />
        <p className="text-xs text-ink-2">
          {detail.reason ? `Reason: ${detail.reason}. ` : ''}
          {detail.others.length > 0
            ? `Could approve as well: ${detail.others.join(', ')}.`
            : 'Nobody else could approve it now.'}
        </p>
      </div>
    </div>
  )
}
