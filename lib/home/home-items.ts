import type { FreezeDto } from '@/lib/freezes/dto'
import type { RolloutDto, WaitReasonDto } from '@/lib/rollouts/dto'
import type { HeldDto, UpcomingDto } from './dto'

const dayMs = 86_400_000
/** The everyday of a rollout: nobody has to do anything about it. */
const ordinary = new Set(['in_flight', 'next', 'slot', 'spread', 'phase', 'step', 'retry', 'scheduled'])

/** Lists what holds these rollouts: those first that somebody can end. */
export function heldItems(rollouts: readonly RolloutDto[]): HeldDto[] {
  const held = rollouts.flatMap((rollout) =>
    rollout.waitingFor.filter(({ kind }) => !ordinary.has(kind)).map((reason) => heldItem(rollout, reason)),
  )
  return [
    ...held.filter(({ unblockedBy }) => unblockedBy !== null),
    ...held.filter(({ unblockedBy }) => unblockedBy === null),
  ]
}

const heldItem = (
  { id, title }: RolloutDto,
  { kind, message, targets, since, until, unblockedBy }: WaitReasonDto,
): HeldDto => ({ rollout: id, title, kind, message, targets, since, until, unblockedBy })

/** Lists what begins or ends within a day from now, soonest first: gates, windows, freezes. */
export function upcomingItems(
  rollouts: readonly RolloutDto[],
  freezes: readonly FreezeDto[],
  now: Date,
): UpcomingDto[] {
  const items = [...rollouts.flatMap(ofRollout), ...freezes.flatMap(ofFreeze)]
  const [from, to] = [now.getTime(), now.getTime() + dayMs]
  return items
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function ofRollout({ id, title, phases, waitingFor }: RolloutDto): UpcomingDto[] {
  const approvals = phases.flatMap(({ gates }) =>
    gates.flatMap(({ type, state, requestedAt, expiresAt, title: gate }) =>
      type === 'approval' && state === 'closed' && requestedAt !== null && expiresAt !== null
        ? [{ at: expiresAt, what: `${gate}: expires, then the rollout pauses`, title, rollout: id }]
        : [],
    ),
  )
  const waits = waitingFor.flatMap(({ kind, until, message }) =>
    until !== null && kind !== 'approval' && kind !== 'retry'
      ? [{ at: until, what: message, title, rollout: id }]
      : [],
  )
  return [...approvals, ...waits]
}

const ofFreeze = ({ title, next }: FreezeDto): UpcomingDto[] =>
  next.flatMap(({ startsAt, endsAt }) => [
    { at: startsAt, what: 'A freeze begins', title, rollout: null },
    ...(endsAt === null ? [] : [{ at: endsAt, what: 'A freeze ends', title, rollout: null }]),
  ])
