'use client'

import { cx } from '@/lib/client/cx'

export interface Choice {
  value: string
  title: string
  /** A quiet second line. */
  detail: string
}

/** One of a handful of documents, as radio cards; arrow keys move between them. */
export function ChoiceList({
  name,
  label,
  choices,
  value,
  onChange,
}: {
  /** Unique on the page: it groups the radio buttons. */
  name: string
  label: string
  choices: readonly Choice[]
  value: string | null
  onChange: (value: string) => void
}) {
  return (
    <fieldset className="grid grid-cols-1 gap-2 sm:grid-cols-2">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={cx(
            'flex min-w-0 cursor-pointer flex-col rounded-lg border px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-focus',
            choice.value === value
              ? 'border-accent bg-accent-soft'
              : 'border-line bg-surface hover:border-line-strong',
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span className="truncate font-medium">{choice.title}</span>
          <span className="line-clamp-2 text-xs text-ink-2">{choice.detail}</span>
        </label>
      ))}
    </fieldset>
  )
}
