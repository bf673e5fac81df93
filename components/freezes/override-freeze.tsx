'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { api } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import type { FreezeDto } from '@/lib/freezes/dto'
import { rolloutsQuery } from '@/lib/rollouts/query-options'

const durations = [
  { value: '1', label: 'One hour' },
  { value: '4', label: '4 hours' },
  { value: '24', label: 'One day' },
  { value: '72', label: '3 days' },
] as const
type Hours = (typeof durations)[number]['value']

const unfinished = 'draft,running,paused,rolling_back'

/** Lets one rollout start in spite of a freeze, for a while. */
export function OverrideFreeze({ freeze, onClose }: { freeze: FreezeDto; onClose: () => void }) {
  const rollouts = useQuery(rolloutsQuery({ state: unfinished, cursor: null, limit: 100 }))
  const [rollout, setRollout] = useState<string | null>(null)
  const [hours, setHours] = useState<Hours>('4')
  const override = useAct({
    run: (reason: string) =>
      api<FreezeDto>('POST', `/api/v1/freezes/${freeze.id}/overrides`, {
        body: {
          rollout,
          reason,
          expiresAt: new Date(Date.now() + Number(hours) * 3_600_000).toISOString(),
        },
      }),
    done: () => `${freeze.title} is overridden for one rollout`,
    refused: 'Could not override the freeze',
    changes: [['freezes'], ['rollouts'], ['home']],
    quiet: true,
    onDone: onClose,
  })
  const errors = fieldErrors(override.error)
  const items = rollouts.data?.items ?? []
  return (
    <ReasonDialog
      title={`Override ${freeze.title}?`}
      description="One rollout may start on these clusters in spite of the freeze, until the override expires. The freeze goes on for all others."
      verb="Override"
      call={`POST /api/v1/freezes/${freeze.id}/overrides {"rollout": "${rollout ?? '…'}", "reason": "…", "expiresAt": "…"}`}
      missing={rollout === null ? 'Choose a rollout first.' : null}
      busy={override.isPending}
      error={override.error}
      onSubmit={(reason) => override.mutate(reason)}
      onClose={onClose}
    >
      <Field
        label="Rollout"
        required
        error={errors.get('rollout')}
        hint={rollouts.data && items.length === 0 ? 'No rollout is unfinished.' : undefined}
      >
        <Select
          label="Rollout"
          options={items.map(({ id, title }) => ({ value: id, label: title, hint: `rollout ${id}` }))}
          value={rollout}
          onChange={setRollout}
        />
      </Field>
      <Field label="For how long" error={errors.get('expiresAt')}>
        <Select label="For how long" options={durations} value={hours} onChange={setHours} />
      </Field>
    </ReasonDialog>
  )
}
