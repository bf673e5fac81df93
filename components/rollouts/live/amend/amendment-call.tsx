'use client'

import { useQuery } from '@tanstack/react-query'
import { FilePen } from 'lucide-react'
import { useEffect, useEffectEvent, useRef } from 'react'
import { Evidence } from '@/components/approvals/evidence'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { formatNoun } from '@/lib/client/format'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { AmendmentDetailDto, RolloutDto } from '@/lib/rollouts/dto'
import { useHeader } from '../live-context'
import { amendmentQuery } from './amend-queries'
import { AmendmentDecision } from './amendment-decision'
import { AmendmentEffect } from './amendment-effect'
import { AmendmentText } from './amendment-text'

/** The proposed change that waits for somebody, with its effect and the decision one click away. */
export function AmendmentCall() {
  const rollout = useHeader()
  const { amendment } = rollout
  return amendment ? <Call key={amendment.id} rollout={rollout} amendment={amendment} /> : null
}

function Call({
  rollout,
  amendment: { id, proposedBy, proposedAt, weakenings, overtaken },
}: {
  rollout: RolloutDto
  amendment: NonNullable<RolloutDto['amendment']>
}) {
  const [shown, setShown] = useUrlParam('proposal')
  const open = shown === id
  const place = useRef<HTMLElement>(null)
  const arrive = useEffectEvent(() => {
    if (open) place.current?.scrollIntoView()
  })
  // Whoever comes from the inbox comes for this; later, nothing moves what one reads.
  useEffect(() => arrive(), [])
  const query = useQuery({ ...amendmentQuery(rollout.id, id), refetchInterval: 5_000 })
  const question = `Change the rest as ${proposedBy} proposes?`
  const { data } = query
  const mine = data !== undefined && (data.whyNotApprove ?? data.whyNot) === null
  return (
    <section
      ref={place}
      aria-label={question}
      className="mb-5 scroll-mt-16 rounded-xl bg-accent-soft max-md:scroll-mt-36"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3">
        <FilePen size={20} aria-hidden="true" className="shrink-0 text-accent" />
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-base font-semibold text-balance">{question}</h2>
          <p className="flex flex-wrap gap-x-3 text-xs text-ink-2">
            <span>
              proposed <Time at={proposedAt} />
            </span>
            <span>less careful in {formatNoun(weakenings.length, 'way')}</span>
            <span>
              {overtaken
                ? 'The plan was changed since: it can only be rejected or withdrawn.'
                : 'The rollout does not wait for this: what holds now stays until it is approved.'}
            </span>
            {data?.whyNotApprove ? <span className="text-warning">{data.whyNotApprove}</span> : null}
          </p>
        </div>
        <Button
          variant={open ? 'secondary' : 'primary'}
          aria-expanded={open}
          onClick={() => setShown(open ? null : id)}
        >
          {open ? 'Fold' : mine ? 'Review and decide' : 'Look at it'}
        </Button>
      </div>
      {open ? (
        <div className="px-4 pb-4">
          <QueryView query={query} what="The proposed change">
            {(detail) => <Detail rollout={rollout} detail={detail} />}
          </QueryView>
        </div>
      ) : null}
    </section>
  )
}

function Detail({ rollout, detail }: { rollout: RolloutDto; detail: AmendmentDetailDto }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="What it would do now">
          <div className="flex flex-col gap-4">
            {detail.whyNot ? (
              <Callout tone="warning" title="It cannot be made any more">
                {detail.whyNot}
              </Callout>
            ) : null}
            {detail.effect ? <AmendmentEffect effect={detail.effect} /> : null}
            <AmendmentText rollout={rollout} proposed={detail.source} />
          </div>
        </Card>
        <Evidence evidence={detail.evidence} />
      </div>
      <AmendmentDecision rollout={rollout} detail={detail} />
    </div>
  )
}
