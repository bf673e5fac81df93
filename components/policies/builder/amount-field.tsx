'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Problem } from '@/lib/core/shared/problem'

/** A number or a share; says what it comes to now, or what is wrong with it. */
export function AmountField({
  label,
  value,
  onChange,
  placeholder,
  resolved,
  hint,
  problem,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  /** What the amount comes to: `10% of 7 = 0`. */
  resolved?: string
  hint?: string
  problem?: Problem
}) {
  return (
    <Field label={label} hint={resolved ?? hint} error={problem ? problemWords(problem) : null}>
      <Input
        mono
        size="sm"
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  )
}

/** Says a problem with its suggestion, without the place, which is where it is shown. */
export const problemWords = (problem: Problem): string =>
  problem.suggestion ? `${problem.message}, did you mean ${problem.suggestion}?` : problem.message
