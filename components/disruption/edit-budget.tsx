'use client'

import { type FormEvent, useId, useState } from 'react'
import { SelectionField } from '@/components/selector/selection-field'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { api, messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import { parseSelector } from '@/lib/core/selector/parse'
import type { DisruptionBudgetDto } from '@/lib/disruption/dto'
import { limitText } from './limit-text'

/** Makes a disruption budget, or changes one; it counts at once what is in flight or broken. */
export function EditBudget({ budget, onClose }: { budget: DisruptionBudgetDto | null; onClose: () => void }) {
  const form = useId()
  const [select, setSelect] = useState(budget?.select ?? 'true')
  const [enabled, setEnabled] = useState(budget?.enabled ?? true)
  const save = useAct({
    run: ({ name, ...body }: { name: string; [key: string]: unknown }) =>
      api<DisruptionBudgetDto>('PUT', `/api/v1/disruption-budgets/${encodeURIComponent(name)}`, { body }),
    done: (_, { title }) => `${title}: the budget holds`,
    refused: 'Could not save the budget',
    changes: [['disruption'], ['rollouts'], ['home']],
    quiet: true,
    onDone: onClose,
  })
  const errors = fieldErrors(save.error)
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const text = (key: string): string => String(data.get(key) ?? '').trim()
    const max = text('max')
    save.mutate({
      name: budget?.name ?? text('name'),
      ...(text('title') && { title: text('title') }),
      select,
      by: text('by')
        .split(/[\s,]+/)
        .filter(Boolean),
      max: /^\d+$/.test(max) ? Number(max) : max,
      enabled,
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={budget ? `Change ${budget.title}` : 'Create a disruption budget'}
      call={`PUT /api/v1/disruption-budgets/${budget?.name ?? '…'}`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            busy={save.isPending}
            disabledReason={parseSelector(select).ok ? null : 'Correct the selector first.'}
          >
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error && errors.size === 0 ? (
          <Callout tone="danger" role="alert">
            {messageOf(save.error)}
          </Callout>
        ) : null}
        {budget ? null : (
          <Field label="Name" error={errors.get('name')} required hint="Lower-case letters, digits, hyphens">
            <Input name="name" mono required maxLength={63} placeholder="customers-per-region" />
          </Field>
        )}
        <Field label="What it counts" error={errors.get('title')} hint="In the plural">
          <Input name="title" maxLength={200} defaultValue={budget?.title} placeholder="customer clusters" />
        </Field>
        <SelectionField value={select} onChange={setSelect} error={errors.get('select')} />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field
            label="At most"
            required
            error={errors.get('max')}
            hint="Clusters, or a share of a group such as 10%"
          >
            <Input name="max" required defaultValue={budget ? limitText(budget.max) : '1'} />
          </Field>
          <Field
            label="For each"
            error={errors.get('by')}
            hint="Facts, such as region; empty: all as one group"
          >
            <Input name="by" mono defaultValue={budget?.by.join(', ')} placeholder="region, labels.zone" />
          </Field>
        </div>
        <Checkbox checked={enabled} onChange={setEnabled}>
          In force
        </Checkbox>
      </form>
    </Dialog>
  )
}
