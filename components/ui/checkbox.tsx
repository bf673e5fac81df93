'use client'

import { Check, Minus } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

export interface CheckboxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  indeterminate?: boolean
  disabled?: boolean
  /** Text beside the box; without one give `ariaLabel`. */
  children?: ReactNode
  ariaLabel?: string
}

/** A box to tick, with its label as part of the target. A native one: tables hold dozens that come and go while one scrolls. */
export function Checkbox({
  checked,
  onChange,
  indeterminate = false,
  disabled,
  children,
  ariaLabel,
}: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate
  }, [indeterminate])
  const box = (
    <span className="relative flex size-4 shrink-0 items-center justify-center">
      <input
        ref={input}
        type="checkbox"
        aria-label={ariaLabel}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="absolute inset-0 cursor-pointer appearance-none rounded-sm bg-surface ring-1 ring-control ring-inset after:absolute after:-inset-1.5 checked:bg-inverse checked:ring-inverse indeterminate:bg-inverse indeterminate:ring-inverse disabled:opacity-50"
      />
      {checked || indeterminate ? (
        <span className="pointer-events-none relative text-ink-inverse">
          {indeterminate ? (
            <Minus size={12} strokeWidth={3} aria-hidden="true" />
          ) : (
            <Check size={12} strokeWidth={3} aria-hidden="true" />
          )}
        </span>
      ) : null}
    </span>
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
