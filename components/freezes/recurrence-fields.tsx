'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { cx } from '@/lib/client/cx'
import { type RecurrenceDto, weekdays } from '@/lib/freezes/dto'

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
      <fieldset className="flex min-w-0 flex-wrap gap-1">
        <legend className="mb-1 text-xs font-medium text-ink-2">Days</legend>
        {weekdays.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={days.includes(day)}
            onClick={() =>
              onChange({ ...value, days: weekdays.filter((one) => (one === day) !== days.includes(one)) })
            }
            className={cx(
              'h-7 min-w-10 rounded-md px-2 text-xs font-medium capitalize',
              days.includes(day)
                ? 'bg-accent-soft text-accent'
                : 'text-ink-2 ring-1 ring-line-strong ring-inset hover:bg-hover',
            )}
          >
            {day}
          </button>
        ))}
      </fieldset>
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
