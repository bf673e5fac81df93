import { hasBegun } from '@/lib/core/rollout/amend/begun'
import type { Command } from '@/lib/core/rollout/command'
import type { Gate, Phase } from '@/lib/core/rollout/model'
import type { Accepted } from './desk'
import { eraAt, type Logged, type Stored } from './store'
import type { Say } from './verdict'
import { eventsOf } from './witness'

/** Whoever opened a gate was accepted by name: enough of them, each once, none that the policy shuts out. */
export function gatesHaveApprovers(
  id: number,
  stored: Stored,
  accepted: readonly Accepted[],
  say: Say,
): void {
  const verdicts = accepted.flatMap(({ at, rollout, asked }) => {
    const decision = decisionOf(asked)
    return rollout === id && decision ? [{ at, ...decision }] : []
  })
  for (const { gate, at, seq } of eventsOf(stored, 'gate.opened')) {
    if (gate?.spec.type !== 'approval') continue
    const { count, notLauncher } = gate.spec
    // Whoever approved another plan, or in another round, has not approved this.
    const resets = eventsOf(stored, 'gate.reset', 'rollout.amended').filter(
      (one) => one.seq <= seq && (one.gate === null || one.gate.id === gate.id),
    )
    const since = resets.at(-1)?.at ?? 0
    const fresh = verdicts.filter((one) => one.gate === gate.id && one.at >= since && one.at <= at)
    const given = fresh.filter(({ verdict }) => verdict === 'approve').map(({ person }) => person.userId)
    if (new Set(given).size < count) say(`${gate.id} opened with ${given.length} of ${count} approvals (8)`)
    if (given.includes(5) || (notLauncher && given.some((user) => user === 1 || user === 2)))
      say(`${gate.id} opened by somebody who may not (8)`)
    const overrider = (before: number) => lastOverrider(stored, (one) => one.at <= before)
    const own = fresh.filter(
      ({ verdict, person, at: when }) => verdict === 'approve' && person.userId === overrider(when),
    )
    if (notLauncher && own.length > 0) say(`${gate.id} was approved by whoever overrode something last (8)`)
    if (fresh.some(({ verdict }) => verdict === 'reject')) say(`${gate.id} opened although refused (8)`)
  }
}

function decisionOf(asked: Command) {
  if (asked.type === 'approve-lower') return asked.approval
  return asked.type === 'decide-gate' ? asked : null
}

/** Who had overridden something last: a gate, the failures of a budget, or the care of a policy. */
export function lastOverrider(stored: Stored, isBefore: (event: Logged) => boolean): unknown {
  const ids = eventsOf(stored, 'gate.overridden', 'rollout.resumed', 'rollout.reopened', 'rollout.amended')
    .filter(isBefore)
    .map(({ type, data }) => {
      if (type === 'gate.overridden') return data.userId
      if (type !== 'rollout.amended') return data.overriderId
      const { weakenings, proposedBy } = data as unknown as {
        weakenings: string[]
        proposedBy: { userId: number }
      }
      return weakenings.length > 0 ? proposedBy.userId : null
    })
  return ids.findLast((id) => id !== null)
}

/** An approval, or an outside system's, in front of a phase that has not begun. */
const isAhead = ({ spec, place, phase: index }: Gate, phases: readonly Phase[]): boolean => {
  const phase = phases[index]
  return answered.has(spec.type) && place === 'before' && phase !== undefined && !hasBegun(phase)
}

const answered: ReadonlySet<string> = new Set(['approval', 'webhook'])

const opens = /^gate\.(opened|overridden)$/
const closes = /^gate\.(closed|reset|rejected|expired)$/

/** A phase begins when the last word of every gate in front of it, as its policy has them then, is that it is open. */
export function gatesStandOpen(stored: Stored, say: Say): void {
  const isOpen = new Map<string, boolean>()
  for (const { type, gate, phase, target, at, seq } of stored.log) {
    if (gate && opens.test(type)) isOpen.set(gate.id, true)
    if (gate && closes.test(type)) isOpen.set(gate.id, false)
    const { phases, gates } = eraAt(stored, seq)
    // Nobody has approved the plan that holds from here on.
    const unapproved = type === 'rollout.amended' ? gates.filter((one) => isAhead(one, phases)) : []
    for (const { id } of unapproved) isOpen.set(id, false)
    const index = type === 'phase.started' ? phases.findIndex(({ id }) => id === phase?.id) : target?.phase
    if (type !== 'phase.started' && type !== 'target.started') continue
    const shut = gates.find((one) => one.phase === index && one.place === 'before' && !isOpen.get(one.id))
    if (shut) say(`at ${at} ${target?.cluster ?? phase?.id} began before ${shut.id} was open (2)`)
  }
}
