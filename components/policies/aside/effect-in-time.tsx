'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { defaultsOf } from '@/components/operations/defaults-of'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import { api, messageOf } from '@/lib/client/api'
import { formatDuration } from '@/lib/client/format'
import { useUrlParam } from '@/lib/client/use-url-param'
import { operationsQuery } from '@/lib/operations/query-options'
import type { RehearsalDto } from '@/lib/rehearsals/dto'
import { longerWords, middleSpans } from './span-words'

/** How long phases take before and after a change, ms by id; the whole rollout under ''. */
export interface Durations {
  readonly before: ReadonlyMap<string, number>
  readonly after: ReadonlyMap<string, number>
}

/** Rehearses both texts with one operation, when asked; null = that has not happened for these texts. */
export function useDurations(before: string, after: string) {
  const operations = useQuery(operationsQuery())
  const [wanted, setOperation] = useUrlParam('operation')
  const operation = operations.data?.find(({ name }) => name === wanted) ?? operations.data?.[0] ?? null
  const key = JSON.stringify([operation?.name, before, after])
  const [asked, setAsked] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['rehearsal', 'both', asked],
    enabled: asked !== null && asked === key,
    queryFn: async ({ signal }): Promise<Durations> => {
      const rehearse = async (policy: string) =>
        middleSpans(
          await api<RehearsalDto>('POST', '/api/v1/rehearsals', {
            body: { operation: operation?.name, params: defaultsOf(operation?.params), policy },
            signal,
          }),
        )
      return { before: await rehearse(before), after: await rehearse(after) }
    },
    staleTime: 60_000,
    retry: false,
  })
  return {
    operations: operations.data ?? [],
    operation: operation?.name ?? null,
    setOperation,
    ask: () => setAsked(key),
    asking: asked === key && query.isFetching,
    error: asked === key ? query.error : null,
    durations: asked === key ? (query.data ?? null) : null,
  }
}

/** Says how much longer a rollout takes than before, or offers to find out. */
export function EffectInTime({ time }: { time: ReturnType<typeof useDurations> }) {
  const { operations, operation, durations, error } = time
  if (operation === null) return null
  const [was, is] = [durations?.before.get(''), durations?.after.get('')]
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="text-ink-2">In time, with</span>
        <span className="w-52 max-w-full">
          <Select
            size="sm"
            label="Operation to rehearse both with"
            options={operations.map(({ name, title }) => ({ value: name, label: title, hint: name }))}
            value={operation}
            onChange={time.setOperation}
          />
        </span>
        {time.asking ? (
          <span role="status" className="flex items-center gap-2 text-xs text-ink-2">
            <Spinner /> Both are rehearsed…
          </span>
        ) : durations ? null : (
          <Button size="sm" onClick={time.ask}>
            Rehearse both
          </Button>
        )}
      </div>
      {error ? (
        <Callout tone="warning" title="It could not be rehearsed">
          {messageOf(error)}
        </Callout>
      ) : null}
      {durations ? (
        <p role="status" className="text-sm">
          {was === undefined || is === undefined
            ? `Most runs never come to their end ${is === undefined ? 'any more' : 'before the change'}.`
            : `A rollout takes ${formatDuration(was)} → ${formatDuration(is)}: `}
          {was === undefined || is === undefined ? null : <strong>{longerWords(was, is)}</strong>}
        </p>
      ) : null}
    </div>
  )
}
