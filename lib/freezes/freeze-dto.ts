import { frozenAt, nextFrozen } from '@/lib/core/freeze/schedule'
import type { FreezeDto, OverrideDto, RecurrenceDto } from './dto'

export interface FreezeRow {
  id: number
  title: string
  select: string
  startsAt: Date
  endsAt: Date | null
  recurrence: unknown
  reason: string
  createdAt: Date
  endedAt: Date | null
  createdBy: { username: string }
  overrides: OverrideRow[]
}

interface OverrideRow {
  id: number
  rolloutId: number
  reason: string
  createdAt: Date
  expiresAt: Date
  endedAt: Date | null
  createdBy: { username: string }
  rollout: { title: string }
}

/** How many of the times ahead are shown: more than a calendar of six weeks has days. */
const nextMax = 50

/** Shows a freeze as it is at a moment. */
export function freezeDto(row: FreezeRow, now: Date): FreezeDto {
  const { id, title, select, reason, startsAt, endsAt, createdAt, endedAt, createdBy } = row
  const over = endedAt !== null || (endsAt !== null && endsAt <= now)
  // The column is written from validated input only.
  const recurrence = row.recurrence as RecurrenceDto | null
  const schedule = { startsAt: startsAt.getTime(), endsAt: endsAt?.getTime() ?? null, recurrence }
  const holds = over ? null : frozenAt(schedule, now.getTime())
  const next = over ? [] : nextFrozen(schedule, now.getTime(), nextMax)
  return {
    id: String(id),
    title,
    select,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    recurrence,
    reason,
    createdBy: createdBy.username,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    state: over ? 'over' : startsAt > now ? 'upcoming' : 'active',
    holds: holds !== null,
    holdsUntil: iso(holds?.until ?? null),
    next: next.map((time) => ({
      startsAt: new Date(time.startsAt).toISOString(),
      endsAt: iso(time.endsAt),
    })),
    overrides: row.overrides.map((override) => overrideDto(override, over, now)),
  }
}

function overrideDto({ rollout, ...row }: OverrideRow, over: boolean, now: Date): OverrideDto {
  return {
    id: String(row.id),
    rollout: String(row.rolloutId),
    rolloutTitle: rollout.title,
    reason: row.reason,
    createdBy: row.createdBy.username,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    active: !over && row.endedAt === null && row.expiresAt > now,
  }
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
