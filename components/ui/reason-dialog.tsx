'use client'

import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { Button } from './button'
import { Callout } from './callout'
import { Dialog } from './dialog'
import { Field } from './field'
import { Textarea } from './input'

/** Asks for a reason before something that others will want explained; a refusal is shown in its place. */
export function ReasonDialog({
  title,
  description,
  label = 'Reason',
  hint,
  placeholder,
  required = true,
  missing = null,
  danger = false,
  verb,
  call,
  busy,
  error,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  description?: ReactNode
  label?: string
  hint?: string
  placeholder?: string
  required?: boolean
  /** What else is still missing. */
  missing?: string | null
  danger?: boolean
  /** What the button that acts says. */
  verb: string
  /** The call of the API that does the same. */
  call: string
  busy: boolean
  error: Error | null
  onSubmit: (reason: string) => void
  onClose: () => void
  children?: ReactNode
}) {
  const [reason, setReason] = useState('')
  const form = useId()
  const errors = fieldErrors(error)
  const whyNot = missing ?? (required && reason.trim() === '' ? 'Say why first.' : null)
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (whyNot === null) onSubmit(reason.trim())
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      call={call}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            type="submit"
            form={form}
            busy={busy}
            disabledReason={whyNot}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {error && errors.size === 0 ? (
          <Callout tone="danger" role="alert">
            {messageOf(error)}
          </Callout>
        ) : null}
        {children}
        <Field label={label} hint={hint} error={errors.get('reason')} required={required}>
          <Textarea
            rows={2}
            maxLength={2_000}
            placeholder={placeholder}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  )
}
