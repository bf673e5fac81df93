'use client'

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'

export interface CheckboxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  indeterminate?: boolean
  disabled?: boolean
  /** Text beside the box; without one give `ariaLabel`. */
  children?: ReactNode
  ariaLabel?: string
}

/** A box to tick, with its label as part of the target. */
export function Checkbox({ checked, onChange, indeterminate, disabled, children, ariaLabel }: CheckboxProps) {
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={indeterminate}
      disabled={disabled}
      aria-label={ariaLabel}
      onCheckedChange={onChange}
      className="relative flex size-4 shrink-0 items-center justify-center rounded-sm bg-surface ring-1 ring-inset ring-control after:absolute after:-inset-1.5 data-checked:bg-inverse data-checked:text-ink-inverse data-checked:ring-inverse data-disabled:opacity-50 data-indeterminate:bg-inverse data-indeterminate:text-ink-inverse data-indeterminate:ring-inverse"
    >
      <Base.Indicator>
        {indeterminate ? (
          <Minus size={12} strokeWidth={3} aria-hidden="true" />
        ) : (
          <Check size={12} strokeWidth={3} aria-hidden="true" />
        )}
      </Base.Indicator>
    </Base.Root>
  )
  if (!children) return box
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the checkbox inside.
    <label className="flex w-full min-w-0 cursor-pointer items-center gap-2 text-sm select-none">
      {box}
      <span className="min-w-0 flex-1">{children}</span>
    </label>
  )
}
