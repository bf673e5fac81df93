'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { messageOf } from '@/lib/client/api'
import { formatCount, formatDuration, formatNoun, formatShare } from '@/lib/client/format'
import type { PlanDto } from '@/lib/plans/dto'
import type { RehearsalDto } from '@/lib/rehearsals/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'
import { RehearsalTimeline } from './rehearsal-timeline'
import { assumptionWords, failureWords, stopWords, worstCaseWords } from './rehearsal-words'
import { useRehearsal } from './use-rehearsal'

/** Larger plans are rehearsed only when somebody asks: it takes the server seconds. */
const unaskedMax = 20_000

/** How the plan would go: rehearsed through the real engine, right below what it would do. */
export function RehearsalPanel({ input, plan }: { input: PlanInput; plan: PlanDto }) {
  const { planned } = plan.counts
  const [asked, setAsked] = useState<string | null>(null)
  const wanted = planned > 0 && (planned <= unaskedMax || asked === plan.hash)
  const { data, error, refetch } = useRehearsal(wanted ? input : null, wanted ? plan : null)
  if (planned === 0) return null
  return (
    <section aria-label="Rehearsal" className="rounded-lg border border-line bg-surface px-4 py-3">
      <h3 className="mb-2 text-sm font-semibold">Rehearsal</h3>
      {!wanted ? (
        <Button size="sm" onClick={() => setAsked(plan.hash)}>
          Rehearse {formatNoun(planned, 'cluster')}
        </Button>
      ) : error ? (
        <Callout
          tone="warning"
          title="It could not be rehearsed"
          action={
            <Button size="sm" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {messageOf(error)}
        </Callout>
      ) : data ? (
        <Outcome rehearsal={data} planned={planned} />
      ) : (
        <SkeletonRows rows={3} label="The plan is being rehearsed" />
      )}
    </section>
  )
}

function Outcome({ rehearsal, planned }: { rehearsal: RehearsalDto; planned: number }) {
  const { end, startsAt, completes, runs, peakInFlight, collisions } = rehearsal
  const start = Date.parse(startsAt)
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        {end.p50 === null ? (
          <>It does not come to its end in most runs.</>
        ) : (
          <>
            Ends after{' '}
            <strong className="font-semibold">{formatDuration(Date.parse(end.p50) - start)}</strong> in half
            of the runs (<Time at={end.p50} format="absolute" seconds={false} />)
            {end.p90 === null ? null : (
              <>
                , after {formatDuration(Date.parse(end.p90) - start)} in nine of ten (
                <Time at={end.p90} format="absolute" seconds={false} />)
              </>
            )}
            .
          </>
        )}{' '}
        {formatCount(peakInFlight)} in flight at most.
      </p>
      <p className="font-medium">{worstCaseWords(rehearsal.worstCase, planned)}</p>
      <p className="text-ink-2">{failureWords(rehearsal)}</p>
      {completes < 1 ? (
        <ul className="text-ink-2">
          {stopWords(rehearsal).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      ) : null}
      {collisions.length > 0 ? (
        <ul aria-label="What holds it up" className="text-ink-2">
          {collisions.map((one) => (
            <li key={`${one.kind}:${one.what}`}>
              {one.kind === 'freeze' ? `The freeze “${one.what}”` : `The window ${one.what}`} holds up to{' '}
              {formatNoun(one.targets, 'cluster')} of {one.phases.join(', ')} in{' '}
              {formatShare(one.share * runs, runs)} of the runs
              {one.until ? (
                <>
                  , until <Time at={one.until} format="absolute" seconds={false} />
                </>
              ) : null}
              .
            </li>
          ))}
        </ul>
      ) : null}
      <RehearsalTimeline rehearsal={rehearsal} />
      <details className="text-xs text-ink-3">
        <summary className="cursor-pointer">What this assumes</summary>
        <ul className="mt-1 list-disc pl-5">
          {assumptionWords(rehearsal).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}
