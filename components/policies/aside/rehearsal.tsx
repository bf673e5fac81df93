'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { api } from '@/lib/client/api'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { RehearsalDto, RehearsalPhaseDto } from '@/lib/rehearsals/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'
import { spanWords } from './span-words'

/** Plays the plan through the real engine when asked: when it ends, what can fail, and how long each phase takes. */
export function Rehearsal({
  input,
  onRehearsed,
}: {
  input: PlanInput
  /** Takes what came of it, as long as the input is the one that was rehearsed. */
  onRehearsed: (rehearsal: RehearsalDto) => void
}) {
  const [asked, setAsked] = useState<string | null>(null)
  const body = JSON.stringify(input)
  const query = useQuery({
    queryKey: ['rehearsal', asked],
    enabled: asked !== null,
    queryFn: ({ signal }) => api<RehearsalDto>('POST', '/api/v1/rehearsals', { body: asked, signal }),
    staleTime: 60_000,
  })
  const { data } = query
  const tell = useEffectEvent(() => {
    if (data && asked === body) onRehearsed(data)
  })
  useEffect(() => {
    if (data) tell()
  }, [data])
  if (asked === null || (asked !== body && !query.isFetching)) {
    return (
      <div>
        <Button size="sm" onClick={() => setAsked(body)}>
          {asked === null ? 'Rehearse it' : 'Rehearse it again: it has changed'}
        </Button>
      </div>
    )
  }
  return (
    <QueryView query={query} what="The rehearsal" rows={3}>
      {(rehearsal) => <Rehearsed rehearsal={rehearsal} />}
    </QueryView>
  )
}

function Rehearsed({ rehearsal }: { rehearsal: RehearsalDto }) {
  const { end, startsAt, phases, worstCase, expectedFailures, runs, completes } = rehearsal
  const begin = Date.parse(startsAt)
  const last = Math.max(begin + 1, ...phases.flatMap(({ end }) => (end.p90 ? [Date.parse(end.p90)] : [])))
  return (
    <section aria-label="Rehearsal" className="flex flex-col gap-2 rounded-lg border border-line px-3 py-2.5">
      <p className="text-sm">
        {end.p50 === null ? (
          <span className="font-medium text-warning">Most runs never come to their end.</span>
        ) : (
          <>
            Takes <strong>{spanWords(begin, end)}</strong>, until{' '}
            <Time at={end.p50} format="absolute" seconds={false} />
          </>
        )}
      </p>
      <ol aria-label="Phases in time" className="flex flex-col gap-1.5">
        {phases.map((phase) => (
          <li key={phase.id}>
            <PhaseSpan phase={phase} begin={begin} last={last} />
          </li>
        ))}
      </ol>
      <p className="text-xs text-pretty text-ink-2">
        At worst {formatNoun(worstCase.clusters, 'cluster')} can fail before this stops by itself; expected
        are {expectedFailures.toFixed(1)}. Of {formatCount(runs)} runs, {Math.round(completes * 100)} % came
        to their end.
      </p>
      {rehearsal.collisions.map(({ kind, what, until }) => (
        <p key={`${kind} ${what}`} className="text-xs text-warning">
          Held up by {kind} {what}
          {until ? (
            <>
              {' '}
              until <Time at={until} format="absolute" seconds={false} />
            </>
          ) : null}
        </p>
      ))}
    </section>
  )
}

function PhaseSpan({ phase, begin, last }: { phase: RehearsalPhaseDto; begin: number; last: number }) {
  const at = (instant: string | null) =>
    instant === null ? null : (Date.parse(instant) - begin) / (last - begin)
  const [from, to, late] = [at(phase.start.p50), at(phase.end.p50), at(phase.end.p90)]
  const percent = (share: number) => `${Math.max(0, Math.min(1, share)) * 100}%`
  return (
    <div className="text-xs">
      <p className="flex gap-2">
        <span className="min-w-0 flex-1 truncate">{phase.title}</span>
        <span className="text-ink-3 tabular-nums">
          {phase.start.p50 === null ? 'is never reached' : spanWords(Date.parse(phase.start.p50), phase.end)}
        </span>
      </p>
      <div aria-hidden="true" className="relative mt-0.5 h-1.5 rounded-full bg-hover">
        {from !== null && late !== null ? (
          <div
            className="absolute h-full rounded-full bg-accent-soft"
            style={{ left: percent(from), width: percent(late - from) }}
          />
        ) : null}
        {from !== null && to !== null ? (
          <div
            className="absolute h-full min-w-0.5 rounded-full bg-accent"
            style={{ left: percent(from), width: percent(to - from) }}
          />
        ) : null}
      </div>
    </div>
  )
}
