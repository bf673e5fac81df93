'use client'

import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'

/**
 * Labels one control, with a hint, and an error that says what is wrong and what to do.
 * `name` is the form's key; the error is announced and tied to the control.
 */
export function Field({
  label,
  name,
  hint,
  error,
  required = false,
  children,
}: {
  label: ReactNode
  name?: string
  hint?: ReactNode
  error?: string | null
  required?: boolean
  children: ReactNode
}) {
  return (
    <Base.Root name={name} invalid={Boolean(error)} className="flex min-w-0 flex-col gap-1">
      <Base.Label className="text-xs font-medium text-ink-2">
        {label}
        {required ? (
          <span className="text-ink-3">
            {' '}
            <span aria-hidden="true">*</span>
            <span className="sr-only">(required)</span>
          </span>
        ) : null}
      </Base.Label>
      {children}
      {error ? (
        <Base.Error match className="text-xs text-danger" role="alert">
          {error}
        </Base.Error>
      ) : hint ? (
        <Base.Description className="text-xs text-ink-3">{hint}</Base.Description>
      ) : null}
    </Base.Root>
  )
}
