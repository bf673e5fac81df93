'use client'

import { useState } from 'react'
import { localInstant } from '@/lib/client/local-instant'
import { usePreferences } from '@/lib/client/preferences'
import { Field } from './field'
import { Input } from './input'
import { ZoneField } from './zone-field'

/** A moment as it is being written. */
export interface Moment {
  /** As a `datetime-local` input gives it; '' = nothing yet. */
  text: string
  /** IANA name of the zone it is meant in. */
  zone: string
}

/** Keeps a moment, in the zone in which this person reads times until they choose another. */
export function useMoment(): [Moment, (change: Partial<Moment>) => void] {
  const { activeZone } = usePreferences()
  const [written, setWritten] = useState<Partial<Moment>>({})
  const moment = { text: '', zone: activeZone, ...written }
  return [moment, (change) => setWritten((before) => ({ ...before, ...change }))]
}

/** Reads a moment as ISO 8601 in UTC; null = it is no date, or of no zone. */
export const instantOf = ({ text, zone }: Moment): string | null =>
  text === '' ? null : localInstant(text, zone)

/** Says why a moment cannot be taken for one to come; null = it can. */
export function momentProblem(moment: Moment, now: number): string | null {
  if (moment.text === '') return 'Choose the date and the time first.'
  const at = instantOf(moment)
  if (at === null) return 'Correct the date, the time or its zone first.'
  return Date.parse(at) <= now ? 'This moment has passed; choose one to come.' : null
}

/** Asks for a date with a time, and for the zone in which it is meant. */
export function MomentFields({
  label,
  moment,
  onChange,
}: {
  label: string
  moment: Moment
  onChange: (change: Partial<Moment>) => void
}) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <Field label={label} required>
        <Input
          type="datetime-local"
          value={moment.text}
          required
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
      </Field>
      <ZoneField value={moment.zone} onChange={(zone) => onChange({ zone })} />
    </div>
  )
}
