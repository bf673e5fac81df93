'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/lib/client/cx'
import type { Spot } from './spot'

/** One thing that a phase may have, with its fields, and a way to take it away. */
export function Part({
  icon,
  title,
  detail,
  spot,
  onRemove,
  children,
}: {
  icon: ReactNode
  title: string
  /** What it says, in words. */
  detail?: ReactNode
  /** Where its problems are looked up. */
  spot: Spot
  onRemove: () => void
  children?: ReactNode
}) {
  return (
    <fieldset
      className={cx(
        'min-w-0 rounded-md border bg-sunken px-3 py-2',
        spot.problem ? 'border-danger' : 'border-line',
      )}
    >
      <legend className="sr-only">{title}</legend>
      <div className="flex min-h-7 items-center gap-2 text-sm">
        <span aria-hidden="true" className="shrink-0 text-ink-3">
          {icon}
        </span>
        <span className="shrink-0 font-medium">{title}</span>
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{detail}</span>
        <IconButton label={`Remove: ${title}`} size="sm" onClick={onRemove}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      {spot.problem ? <p className="mb-1 text-xs text-danger">{spot.problem}</p> : null}
      {children ? <div className="mt-1 mb-1 flex min-w-0 flex-col gap-2.5">{children}</div> : null}
    </fieldset>
  )
}

/** A part of a phase's form: what it is about at the left, its fields at the right. */
export function Section({
  title,
  summary,
  children,
}: {
  title: string
  summary?: ReactNode
  children: ReactNode
}) {
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-x-6 gap-y-2 border-t border-line px-4 py-4 2xl:grid-cols-[9rem_minmax(0,1fr)]">
      <legend className="sr-only">{title}</legend>
      <div aria-hidden="true">
        <p className="text-sm font-semibold">{title}</p>
        {summary ? <p className="mt-0.5 text-xs text-pretty text-ink-3">{summary}</p> : null}
      </div>
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
    </fieldset>
  )
}

/** A quiet row of things that can be added. */
export function AddRow({
  choices,
}: {
  choices: readonly { label: string; icon: ReactNode; add: () => void }[]
}) {
  if (choices.length === 0) return null
  return (
    <div className="-ml-2 flex flex-wrap gap-x-1">
      {choices.map(({ label, icon, add }) => (
        <Button key={label} size="sm" variant="ghost" onClick={add}>
          <span aria-hidden="true">{icon}</span> {label}
        </Button>
      ))}
    </div>
  )
}
