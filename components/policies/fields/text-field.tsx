'use client'

import type { ReactNode } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { wordsOf } from '@/lib/core/policy/written'
import type { Json } from '@/lib/core/shared/json'
import type { Spot } from './spot'

/** A line of text at a place: a name, a duration, a time. Emptied, nothing is written any more. */
export function TextField({
  spot,
  label,
  hint,
  placeholder,
  mono = true,
  list,
  read = wordsOf,
}: {
  spot: Spot
  label: string
  hint?: ReactNode
  placeholder?: string
  mono?: boolean
  /** Id of a list of suggestions. */
  list?: string
  /** Makes of what was typed what is written. */
  read?: (typed: string) => Json | undefined
}) {
  return (
    <Field label={label} hint={hint} error={spot.problem}>
      <Input
        size="sm"
        mono={mono}
        list={list}
        value={spot.text}
        placeholder={placeholder}
        onChange={(event) => spot.set(read(event.currentTarget.value))}
      />
    </Field>
  )
}
