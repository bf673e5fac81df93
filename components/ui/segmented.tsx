'use client'

import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'

export interface Segment<Value extends string> {
  value: Value
  label: ReactNode
  /** Needed when `label` is an icon. */
  ariaLabel?: string
}

/** Chooses one of two to five views of the same thing; exactly one is always on. */
export function Segmented<Value extends string>({
  segments,
  value,
  onChange,
  label,
}: {
  segments: readonly Segment<Value>[]
  value: Value
  onChange: (value: Value) => void
  /** Names the group for screen readers. */
  label: string
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const chosen = next[0] as Value | undefined
        if (chosen !== undefined) onChange(chosen)
      }}
      className="inline-flex h-8 shrink-0 gap-0.5 rounded-md bg-active p-0.5"
    >
      {segments.map((segment) => (
        <Toggle
          key={segment.value}
          value={segment.value}
          aria-label={segment.ariaLabel}
          className="inline-flex min-w-7 items-center justify-center gap-1.5 rounded-[5px] px-2.5 text-xs font-medium whitespace-nowrap text-ink-2 select-none hover:text-ink data-pressed:bg-thumb data-pressed:text-ink data-pressed:shadow-card"
        >
          {segment.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
