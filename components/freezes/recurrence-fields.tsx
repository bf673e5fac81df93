'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { WeekdayToggles } from '@/components/ui/weekday-toggles'
import type { RecurrenceDto } from '@/lib/freezes/dto'

/** Days and hours of the week of a freeze that recurs. */
export function RecurrenceFields({
  value,
  onChange,
  error,
}: {
  value: Omit<RecurrenceDto, 'timezone'>
  onChange: (value: Omit<RecurrenceDto, 'timezone'>) => void
  error: string | undefined
}) {
  const { days, from, to } = value
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-sunken p-3">
      <WeekdayToggles chosen={days} onChange={(next) => onChange({ ...value, days: next })} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="From" required>
          <Input
            type="time"
            value={from}
            required
            onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
          />
        </Field>
        <Field label="To" required hint={to <= from ? 'On the next day' : undefined}>
          <Input
            type="time"
            value={to}
            required
            onChange={(event) => onChange({ ...value, to: event.currentTarget.value })}
          />
        </Field>
      </div>
      {error ? <p className="text-xs text-danger">{error}</p> : null}
    </div>
  )
}
