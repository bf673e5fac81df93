'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Rocket } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ApiError, api, messageOf } from '@/lib/client/api'
import { formatCount } from '@/lib/client/format'
import type { PlanDto } from '@/lib/plans/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'

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
  // One key for one composition: pressing twice, or again after a lost answer, launches once.
  const [launchKey] = useState(() => crypto.randomUUID())
  const launch = useMutation({
    mutationFn: ({ shown, start }: { shown: PlanDto; start: boolean }) =>
      api<{ id: string }>('POST', '/api/v1/rollouts', {
        body: {
          ...input,
          ...(title.trim() === '' ? {} : { title: title.trim() }),
          ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
          planHash: shown.hash,
          start,
        },
        headers: { 'idempotency-key': `${launchKey}-${start ? 'go' : 'draft'}-${shown.hash.slice(0, 16)}` },
      }),
    onSuccess: ({ id }) => router.push(`/rollouts/${id}`),
    onError: (error) => {
      // The plan that was shown is gone; show the one that would be launched now.
      if (error instanceof ApiError && error.problem?.code === 'stale') {
        void queryClient.invalidateQueries({ queryKey: ['plan'] })
      }
    },
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
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={(launch.isPending || launch.isSuccess) && launch.variables.start}
          disabledReason={blocked}
          onClick={() => plan && launch.mutate({ shown: plan, start: true })}
        >
          <Rocket size={14} aria-hidden="true" />
          {count > 0 ? `Launch on ${formatCount(count)} ${count === 1 ? 'cluster' : 'clusters'}` : 'Launch'}
        </Button>
        <Button
          busy={(launch.isPending || launch.isSuccess) && !launch.variables.start}
          disabledReason={blocked}
          onClick={() => plan && launch.mutate({ shown: plan, start: false })}
        >
          Keep as a draft
        </Button>
      </div>
      <p className="text-xs text-ink-3">
        A draft keeps this plan and starts nothing until somebody starts it.
      </p>
    </div>
  )
}
