'use client'

import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'

/** Turns something on or off at once; for a choice that is saved later use a checkbox. */
export function Switch({
  checked,
  onChange,
  disabled,
  children,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the switch inside.
    <label className="flex cursor-pointer items-center gap-2 text-sm select-none">
      <Base.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="relative flex h-4.5 w-8 shrink-0 rounded-full bg-control p-0.5 data-checked:bg-inverse data-disabled:opacity-50"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-canvas transition-transform data-checked:translate-x-3.5" />
      </Base.Root>
      {children}
    </label>
  )
}
