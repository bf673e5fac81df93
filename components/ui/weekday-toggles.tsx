import { cx } from '@/lib/client/cx'
import { type Weekday, weekdays } from '@/lib/core/policy/types'

/** Chooses days of the week; each is pressed by itself. */
export function WeekdayToggles({
  chosen,
  onChange,
}: {
  chosen: readonly string[]
  /** The days after a press, in the order of the week. */
  onChange: (days: Weekday[]) => void
}) {
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-1">
      <legend className="mb-1 text-xs font-medium text-ink-2">Days</legend>
      {weekdays.map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={chosen.includes(day)}
          onClick={() => onChange(weekdays.filter((one) => (one === day) !== chosen.includes(one)))}
          className={cx(
            'h-7 min-w-10 rounded-md px-2 text-xs font-medium capitalize',
            chosen.includes(day)
              ? 'bg-accent-soft text-accent'
              : 'text-ink-2 ring-1 ring-line-strong ring-inset hover:bg-hover',
          )}
        >
          {day}
        </button>
      ))}
    </fieldset>
  )
}
