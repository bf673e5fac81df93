'use client'

import { useId } from 'react'
import { Field } from './field'
import { Input } from './input'

/** Chooses the time zone that the times beside it are written in, by its IANA name. */
export function ZoneField({
  value,
  onChange,
  hint,
}: {
  value: string
  onChange: (zone: string) => void
  hint?: string
}) {
  const zones = useId()
  return (
    <div className="min-w-0">
      <Field label="Time zone" hint={hint}>
        <Input
          value={value}
          list={zones}
          placeholder="Europe/London"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </Field>
      <ZoneOptions id={zones} />
    </div>
  )
}

/** The time zones a browser knows, to be proposed by the input that names this list. */
export function ZoneOptions({ id }: { id: string }) {
  return (
    <datalist id={id}>
      {['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}
