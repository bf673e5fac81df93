'use client'

import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { Spot } from './spot'

/** One of a few words at a place; the default is not written. */
export function ChoiceField<Value extends string>({
  spot,
  label,
  options,
  fallback,
}: {
  spot: Spot
  label: string
  options: readonly { value: Value; label: string }[]
  /** What holds when nothing is written. */
  fallback: Value | null
}) {
  const known = options.find(({ value }) => value === spot.text)
  return (
    <Field label={label} error={spot.problem}>
      <Select
        size="sm"
        options={options}
        value={known?.value ?? (spot.value === undefined ? fallback : null)}
        placeholder={spot.text || 'Choose…'}
        onChange={(value) => spot.set(value === fallback ? undefined : value)}
      />
    </Field>
  )
}
