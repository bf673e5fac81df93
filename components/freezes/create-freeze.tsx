'use client'

import { type FormEvent, useId, useState } from 'react'
import { SelectionField } from '@/components/selector/selection-field'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { ZoneField } from '@/components/ui/zone-field'
import { api, messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { localInstant } from '@/lib/client/local-instant'
import { usePreferences } from '@/lib/client/preferences'
import { useAct } from '@/lib/client/use-act'
import { parseSelector } from '@/lib/core/selector/parse'
import type { FreezeDto, Weekday } from '@/lib/freezes/dto'
import { RecurrenceFields } from './recurrence-fields'

const workdays: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri']

/** Announces a freeze: which clusters, when, and why. */
export function CreateFreeze({ onClose }: { onClose: () => void }) {
  const { activeZone } = usePreferences()
  const form = useId()
  const [select, setSelect] = useState('true')
  const [zone, setZone] = useState(activeZone)
  const [starts, setStarts] = useState('')
  const [ends, setEnds] = useState('')
  const [recurs, setRecurs] = useState(false)
  const [week, setWeek] = useState({ days: workdays, from: '08:00', to: '18:00' })
  const create = useAct({
    run: (body: object) => api<FreezeDto>('POST', '/api/v1/freezes', { body }),
    done: (_, freeze) => `${freeze.title} is announced`,
    refused: 'Could not create the freeze',
    changes: [['freezes'], ['rollouts'], ['home']],
    quiet: true,
    onDone: onClose,
  })
  const errors = fieldErrors(create.error)
  const startsAt = starts ? localInstant(starts, zone) : undefined
  const endsAt = ends ? localInstant(ends, zone) : undefined
  const whyNot = !parseSelector(select).ok
    ? 'Correct the selector first.'
    : startsAt === null || endsAt === null
      ? 'Correct the dates and their time zone first.'
      : endsAt === undefined && !recurs
        ? 'Say when it ends; only a freeze that recurs goes on until somebody ends it.'
        : null
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (whyNot !== null) return
    const data = new FormData(event.currentTarget)
    create.mutate({
      title: String(data.get('title') ?? '').trim(),
      reason: String(data.get('reason') ?? '').trim(),
      select,
      ...(startsAt && { startsAt }),
      ...(endsAt && { endsAt }),
      ...(recurs && { recurrence: { ...week, timezone: zone } }),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create a freeze"
      call="POST /api/v1/freezes"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={form} busy={create.isPending} disabledReason={whyNot}>
            Create the freeze
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {create.error && errors.size === 0 ? (
          <Callout tone="danger" role="alert">
            {messageOf(create.error)}
          </Callout>
        ) : null}
        <Field label="Title" error={errors.get('title')} required>
          <Input name="title" placeholder="Winter holidays" required maxLength={200} />
        </Field>
        <Field label="Reason" error={errors.get('reason')} required>
          <Textarea name="reason" rows={2} required maxLength={2_000} placeholder="Nobody is on call" />
        </Field>
        <SelectionField value={select} onChange={setSelect} error={errors.get('select')} />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field label="From" error={errors.get('startsAt')} hint="Empty: from now on">
            <Input
              type="datetime-local"
              value={starts}
              onChange={(event) => setStarts(event.currentTarget.value)}
            />
          </Field>
          <Field
            label="Until"
            required={!recurs}
            error={errors.get('endsAt')}
            hint={recurs ? 'Empty: until somebody ends it' : undefined}
          >
            <Input
              type="datetime-local"
              value={ends}
              onChange={(event) => setEnds(event.currentTarget.value)}
            />
          </Field>
        </div>
        <ZoneField value={zone} onChange={setZone} hint="Of all times here" />
        <Checkbox checked={recurs} onChange={setRecurs}>
          Only at some hours of the week
        </Checkbox>
        {recurs ? (
          <RecurrenceFields value={week} onChange={setWeek} error={errors.get('recurrence')} />
        ) : null}
      </form>
    </Dialog>
  )
}
