'use client'

import { useState } from 'react'
import { stringify } from 'yaml'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { readSource } from '@/lib/core/document/source'
import { isObject, type Json, type JsonObject } from '@/lib/core/shared/json'
import type { Spot } from './spot'

/**
 * Any object, as YAML: the section of a check, whose members the check defines. A text that is no object yet stays
 * as typed and is not written; the field says so.
 */
export function ObjectField({ spot, label, hint }: { spot: Spot; label: string; hint?: string }) {
  const [typed, setTyped] = useState(() => textOf(spot.value))
  const read = readObject(typed)
  const shown = read !== null && !same(read, spot.value) ? textOf(spot.value) : typed
  const below =
    spot.problems > 0 && spot.problem === null ? 'something in here is wrong; see the problems' : null
  const error =
    readObject(shown) === null ? 'Not written yet: this is no list of `key: value`' : (spot.problem ?? below)
  return (
    <Field label={label} hint={hint} error={error}>
      <Textarea
        mono
        rows={Math.min(10, Math.max(2, shown.split('\n').length))}
        value={shown}
        onChange={(event) => {
          const { value } = event.currentTarget
          setTyped(value)
          const next = readObject(value)
          if (next !== null) spot.set(Object.keys(next).length === 0 ? undefined : next)
        }}
      />
    </Field>
  )
}

const textOf = (value: Json | undefined): string =>
  value === undefined ? '' : stringify(value, { lineWidth: 0 }).trimEnd()

/** Reads what was typed; null when it is no object. */
function readObject(typed: string): JsonObject | null {
  if (typed.trim() === '') return {}
  const value = readSource(typed).source?.value
  return value !== undefined && isObject(value) ? (value as JsonObject) : null
}

const same = (object: JsonObject, value: Json | undefined): boolean =>
  JSON.stringify(object) === JSON.stringify(value ?? {})
