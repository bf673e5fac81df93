'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CalendarClock, Rocket } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ApiHint } from '@/components/rollouts/live/api-hint'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { instantOf, MomentFields, momentProblem, useMoment } from '@/components/ui/moment-fields'
import { Segmented } from '@/components/ui/segmented'
import { ApiError, api, messageOf } from '@/lib/client/api'
import { formatNoun } from '@/lib/client/format'
import { useNow } from '@/lib/client/now'
import type { PlanDto } from '@/lib/plans/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'

/** How a rollout comes to start: at once, by itself at a moment, or when somebody starts it. */
type Way = 'now' | 'later' | 'draft'

const ways = [
  { value: 'now', label: 'Start now' },
  { value: 'later', label: 'Start later' },
  { value: 'draft', label: 'Keep as a draft' },
] as const

const wayWords: Readonly<Record<Way, string>> = {
  now: 'The first phase starts as soon as its gates allow.',
  later:
    'Until then it is a draft that can be started by hand, set anew or called off. The plan is fixed now.',
  draft: 'A draft keeps this plan and starts nothing until somebody starts it.',
}

const path = '/api/v1/rollouts'

/** Names the rollout and launches exactly the plan that is shown. */
export function LaunchPanel({
  input,
  plan,
  unseen,
  operationTitle,
  refusal,
}: {
  input: PlanInput | null
  /** The plan as shown, if it is up to date. */
  plan: PlanDto | null
  /** The plan changed and nobody has said yet that they looked. */
  unseen: boolean
  operationTitle: string | null
  /** Why this person may not launch. */
  refusal: string | null
}) {
  const router = useRouter()
  const queryClient = useQueryClient()
  const [title, setTitle] = useState('')
  const [reason, setReason] = useState('')
  const [way, setWay] = useState<Way>('now')
  const [moment, changeMoment] = useMoment()
  const now = useNow(5_000)
  // One key for one composition: pressing twice, or again after a lost answer, launches once.
  const [launchKey] = useState(() => crypto.randomUUID())
  const launch = useMutation({
    mutationFn: ({ shown, way, startAt }: { shown: PlanDto; way: Way; startAt: string | null }) =>
      api<{ id: string }>('POST', path, {
        body: bodyOf(shown, way, startAt),
        headers: { 'idempotency-key': `${launchKey}-${startAt ?? way}-${shown.hash.slice(0, 16)}` },
      }),
    onSuccess: ({ id }) => router.push(`/rollouts/${id}`),
    onError: (error) => {
      // The plan that was shown is gone; show the one that would be launched now.
      if (error instanceof ApiError && error.problem?.code === 'stale') {
        void queryClient.invalidateQueries({ queryKey: ['plan'] })
      }
    },
  })
  const bodyOf = (shown: PlanDto, way: Way, startAt: string | null) => ({
    ...input,
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    planHash: shown.hash,
    ...(way === 'later' ? { startAt } : { start: way === 'now' }),
  })
  const count = plan?.counts.planned ?? 0
  const blocked =
    refusal ??
    (plan === null
      ? 'Complete the steps above first.'
      : plan.blockers.length > 0
        ? 'The plan says why it cannot be launched.'
        : unseen
          ? 'The plan has changed; look at the difference above first.'
          : null)
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label="Title">
          <Input
            value={title}
            maxLength={200}
            placeholder={operationTitle ?? 'What people will call it'}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </Field>
        <Field label="Reason" hint="For whoever reads the audit log later">
          <Input
            value={reason}
            maxLength={2_000}
            placeholder="A ticket, a release, a fix"
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
      </div>
      {launch.error ? (
        <Callout tone="danger" role="alert" title="Not launched">
          {messageOf(launch.error)}
        </Callout>
      ) : null}
      <div className="flex flex-wrap items-end gap-3">
        <Segmented label="When it starts" segments={ways} value={way} onChange={setWay} />
      </div>
      {way === 'later' ? <MomentFields label="Starts" moment={moment} onChange={changeMoment} /> : null}
      <p className="text-xs text-ink-3">{wayWords[way]}</p>
      <div>
        <Button
          variant="primary"
          busy={launch.isPending || launch.isSuccess}
          disabledReason={blocked ?? (way === 'later' ? momentProblem(moment, now) : null)}
          onClick={() =>
            plan && launch.mutate({ shown: plan, way, startAt: way === 'later' ? instantOf(moment) : null })
          }
        >
          {way === 'later' ? (
            <CalendarClock size={14} aria-hidden="true" />
          ) : (
            <Rocket size={14} aria-hidden="true" />
          )}
          {verbs[way]}
          {count > 0 ? ` on ${formatNoun(count, 'cluster')}` : ''}
        </Button>
        {plan ? (
          <ApiHint call={{ method: 'POST', path, body: bodyOf(plan, way, instantOf(moment)) }} />
        ) : null}
      </div>
    </div>
  )
}

const verbs: Readonly<Record<Way, string>> = {
  now: 'Launch',
  later: 'Schedule',
  draft: 'Keep a draft',
}
