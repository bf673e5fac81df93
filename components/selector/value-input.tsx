'use client'

import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { Input } from '@/components/ui/input'
import type { FormCondition } from '@/lib/core/selector/form'
import { makeCondition } from '@/lib/core/selector/form-operators'
import { isNumeric } from '@/lib/core/selector/subject'

/** The value of a condition: none, one with suggestions from the fleet, or several. */
export function ValueInput({
  condition,
  suggestions,
  onChange,
}: {
  condition: FormCondition
  suggestions: readonly string[]
  onChange: (condition: FormCondition) => void
}) {
  const set = (value: unknown) =>
    onChange({ ...makeCondition(condition.subject, condition.op, value), not: condition.not })
  if (condition.op === 'has') return null
  if (condition.op === 'in') {
    return <ManyValues values={condition.value.map(String)} suggestions={suggestions} onChange={set} />
  }
  return (
    <OneValue
      value={condition.value === null ? '' : String(condition.value)}
      numeric={isNumeric(condition.subject)}
      suggestions={suggestions}
      onChange={set}
    />
  )
}

function OneValue({
  value,
  numeric,
  suggestions,
  onChange,
}: {
  value: string
  numeric: boolean
  suggestions: readonly string[]
  onChange: (value: string) => void
}) {
  const list = useId()
  return (
    <span className="min-w-28 flex-1">
      <Input
        mono
        size="sm"
        aria-label="Value"
        list={list}
        inputMode={numeric ? 'numeric' : undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Suggestions id={list} values={suggestions} />
    </span>
  )
}

/** Values as chips; Enter or a comma adds what is typed, Backspace in the empty field takes the last away. */
function ManyValues({
  values,
  suggestions,
  onChange,
}: {
  values: readonly string[]
  suggestions: readonly string[]
  onChange: (values: readonly string[]) => void
}) {
  const list = useId()
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const value = text.trim().replace(/,$/, '')
    setTyped('')
    if (value !== '' && !values.includes(value)) onChange([...values, value])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add(typed)
    }
    if (event.key === 'Backspace' && typed === '') onChange(values.slice(0, -1))
  }
  const rest = suggestions.filter((value) => !values.includes(value))
  return (
    <span className="flex min-w-40 flex-1 flex-wrap items-center gap-1">
      {values.map((value) => (
        <span key={value} className="ident inline-flex h-6 items-center gap-1 rounded-sm bg-hover pl-1.5">
          {value === '' ? '(empty)' : value}
          <button
            type="button"
            aria-label={`Remove ${value}`}
            className="flex size-6 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
            onClick={() => onChange(values.filter((other) => other !== value))}
          >
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
      <span className="min-w-24 flex-1">
        <Input
          mono
          size="sm"
          aria-label="Add a value"
          placeholder="Add…"
          list={list}
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value
            if (rest.includes(text)) add(text)
            else setTyped(text)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => add(typed)}
        />
      </span>
      <Suggestions id={list} values={rest} />
    </span>
  )
}

function Suggestions({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  )
}
