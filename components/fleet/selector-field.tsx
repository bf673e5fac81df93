'use client'

import { useId } from 'react'
import { controlClass } from '@/components/ui/control-class'
import { cx } from '@/lib/client/cx'
import type { SelectorError } from '@/lib/core/selector/error'

/** One line for a selector; an error underlines its place in a copy of the text and says what was meant. */
export function SelectorField({
  value,
  onChange,
  error,
  label = 'Selector',
  placeholder = 'cluster.provider == "azure" && cluster.labels.ring != "canary"',
}: {
  value: string
  onChange: (value: string) => void
  error: SelectorError | null
  label?: string
  placeholder?: string
}) {
  const id = useId()
  return (
    <div className="min-w-0 flex-1 max-sm:basis-full">
      <input
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className={cx(controlClass, 'ident h-8')}
      />
      {error ? (
        <div id={id} className="mt-1 text-xs">
          <ErrorPlace text={value} error={error} />
          <p className="text-danger">
            {error.message} <span className="text-ink-3">(column {error.column})</span>
            {error.suggestion === undefined ? null : (
              <>
                {' '}
                <button
                  type="button"
                  className="rounded-sm font-medium underline underline-offset-2"
                  onClick={() => onChange(replaced(value, error))}
                >
                  Use <span className="ident">{error.suggestion}</span>
                </button>
              </>
            )}
          </p>
        </div>
      ) : null}
    </div>
  )
}

function ErrorPlace({ text, error }: { text: string; error: SelectorError }) {
  const end = error.offset + Math.max(1, error.length)
  return (
    <p aria-hidden="true" className="ident truncate text-ink-3">
      {text.slice(Math.max(0, error.offset - 40), error.offset)}
      <span className="text-danger underline decoration-wavy underline-offset-3">
        {text.slice(error.offset, end) || ' '}
      </span>
      {text.slice(end)}
    </p>
  )
}

const replaced = (text: string, error: SelectorError): string =>
  text.slice(0, error.offset) + (error.suggestion ?? '') + text.slice(error.offset + error.length)
