import type { AmendedData } from '@/lib/core/rollout/amend/amendment'
import { hasBegun } from '@/lib/core/rollout/amend/begun'
import { resolveLimits } from '@/lib/core/rollout/limits'
import type { Phase } from '@/lib/core/rollout/model'
import { isDone } from '@/lib/core/rollout/state'
import { type Era, eraAt, type Stored } from './store'
import type { Say } from './verdict'
import { eventsOf } from './witness'

/**
 * An amendment is about what is left: what has begun stays where it was, every cluster is in exactly one place, and
 * what lets more happen at once, or lets it happen sooner, was looked at by somebody else.
 */
export function amendmentsKeepThePast(stored: Stored, say: Say): void {
  const home = new Map<number, string>()
  for (const { type, target, seq } of stored.log) {
    if (!target || (type !== 'target.started' && !home.has(target.id))) continue
    const place = `${eraAt(stored, seq).phases[target.phase]?.id}/${target.position}`
    const before = home.get(target.id) ?? place
    if (before !== place) say(`event ${seq} finds ${target.cluster} at ${place}, after ${before} (6)`)
    home.set(target.id, place)
  }
  everyPlaceOnce(stored, say)
  for (const { seq, data } of eventsOf(stored, 'rollout.amended')) {
    const { approvedBy, proposedBy } = data as unknown as AmendedData
    if (approvedBy !== null && approvedBy.userId !== proposedBy.userId) continue
    for (const how of loosened(eraAt(stored, seq - 1), eraAt(stored, seq)))
      say(`event ${seq} ${how}, and nobody else has looked at it (8)`)
  }
}

function everyPlaceOnce({ phases, targets }: Stored, say: Say): void {
  for (const phase of phases) {
    const own = [...targets.values()].filter((target) => target.phase === phase.index)
    const places = new Set(own.map(({ position }) => position))
    const fits =
      own.length === phase.total && own.every(({ position }) => position >= 0 && position < own.length)
    if (!fits || places.size < own.length) say(`${phase.id} has ${places.size} places for ${own.length} (6)`)
  }
}

/** In which ways, of those that are plain to see, a phase that stays is bound by less than before. */
function loosened(before: Era, after: Era): string[] {
  return after.phases.flatMap((is) => {
    const was = before.phases.find(({ id }) => id === is.id)
    if (!was || isDone(was)) return []
    const [had, has] = [limitsOf(was), limitsOf(is)]
    return [
      ...(has.maxInFlight > had.maxInFlight && was.total === is.total
        ? [`lets more of ${is.id} run at once`]
        : []),
      ...(is.rules.soakMs < was.rules.soakMs ? [`lets ${is.id} soak for less`] : []),
      ...(was.rules.failureBudget && !is.rules.failureBudget ? [`takes the budget of ${is.id} away`] : []),
      ...(!hasBegun(was) && approvals(is) < approvals(was) ? [`asks fewer before ${is.id}`] : []),
    ]
  })
}

const limitsOf = (phase: Phase) => phase.resolved ?? resolveLimits(phase)

const approvals = ({ rules }: Phase): number =>
  rules.before.reduce((sum, gate) => sum + (gate.type === 'approval' ? gate.count : 0), 0)
