'use client'

import { type ReactNode, useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { amountOf } from '@/lib/core/policy/written'
import type { Spot } from './spot'

/** A number, a share, or several with commas, of which the smallest counts; says what it comes to now. */
export function LimitField({
  spot,
  label,
  resolved,
  hint,
  placeholder,
}: {
  spot: Spot
  label: string
  /** What it comes to over today's fleet: `10% of 7 = 0`. */
  resolved?: string | undefined
  hint?: ReactNode
  placeholder?: string
}) {
  // What is typed may be half of a list (`5,`), which reads as one amount: keep it while it means what is written.
  const [typed, setTyped] = useState(spot.text)
  const same = JSON.stringify(amountOf(typed)) === JSON.stringify(spot.value)
  return (
    <Field label={label} hint={resolved ?? hint} error={spot.problem ?? itemProblem(spot)}>
      <Input
        mono
        size="sm"
        value={same ? typed : spot.text}
        placeholder={placeholder}
        onChange={(event) => {
          const { value } = event.currentTarget
          setTyped(value)
          spot.set(amountOf(value))
        }}
      />
    </Field>
  )
}

/** The problem of one of several amounts. */
function itemProblem(spot: Spot): string | null {
  if (!Array.isArray(spot.value)) return null
  return spot.value.map((_, i) => spot.at(i).problem).find((problem) => problem !== null) ?? null
}
