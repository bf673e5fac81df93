import { nextOpenings, type WeeklyWindow } from '@/lib/core/shared/weekly-window'

/** When a freeze holds: from its start to its end, and within that all the time or some hours of the week. */
export interface FreezeSchedule {
  readonly startsAt: number
  /** Null = until somebody ends it. */
  readonly endsAt: number | null
  readonly recurrence: WeeklyWindow | null
}

/** One time that a freeze holds, from and up to but without; `endsAt` null = until somebody ends it. */
export interface FrozenTime {
  readonly startsAt: number
  readonly endsAt: number | null
}

/** Lists the next times that a freeze holds, the present one included, at most `count`. */
export function nextFrozen(freeze: FreezeSchedule, now: number, count: number): FrozenTime[] {
  const { startsAt, endsAt, recurrence } = freeze
  const end = endsAt ?? Number.POSITIVE_INFINITY
  if (end <= now || count <= 0) return []
  if (!recurrence) return [{ startsAt, endsAt }]
  return nextOpenings(recurrence, Math.max(now, startsAt), count)
    .map(({ opensAt, closesAt }) => ({
      startsAt: Math.max(opensAt, startsAt),
      endsAt: Math.min(closesAt, end),
    }))
    .filter((time) => time.startsAt < time.endsAt)
}

/** Tells whether a freeze holds at an instant, and until when; null = it does not hold. */
export function frozenAt(freeze: FreezeSchedule, now: number): { readonly until: number | null } | null {
  const [next] = nextFrozen(freeze, now, 1)
  return next && next.startsAt <= now ? { until: next.endsAt } : null
}
