import { isWanted } from '@/lib/core/rollout/course'
import { stepEnd } from '@/lib/core/rollout/limits'
import type { Target } from '@/lib/core/rollout/model'
import { inFlightOf } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import { type WaitFacts, waitingFor } from '@/lib/core/rollout/waiting'
import type { Store, Stored } from './store'
import type { Violations } from './witness'

/** How many times in a row nothing may have happened, and nothing be said of why: a worker may just be freezing. */
const roundsMax = 4

/**
 * Listens to rollouts after the trouble is over: one in which nothing happens and nothing is under way says what it
 * waits for. That it is about to go on is no answer for long.
 */
export class Silence {
  private readonly heard = new Map<number, { events: number; rounds: number }>()

  constructor(
    private readonly store: Store,
    private readonly violations: Violations,
  ) {}

  /** Looks at a rollout once more; to be called at an even pace. */
  listen(id: number, stored: Stored, now: number): void {
    const { head, phases, log } = stored
    const before = this.heard.get(id)
    const quiet = before?.events === log.length && !isFinished(head.state)
    const told =
      phases.some((phase) => inFlightOf(phase) > 0) ||
      waitingFor({ ...stored, run: null }, this.factsOf(id, stored), now).some(({ kind }) => kind !== 'next')
    const rounds = quiet && !told ? (before?.rounds ?? 0) + 1 : 0
    this.heard.set(id, { events: log.length, rounds })
    if (rounds === roundsMax)
      this.violations.push(`at ${now}, rollout ${id} waits and does not say for what (10)`)
  }

  /** What the database would tell of those that are held up from outside of their rollout. */
  private factsOf(id: number, { head, phases, targets }: Stored): WaitFacts {
    const all = [...targets.values()]
    const count = (list: readonly Target[]) =>
      phases
        .map(({ index }) => ({ phase: index, targets: list.filter(({ phase }) => phase === index).length }))
        .filter((one) => one.targets > 0)
    const pending = all.filter(({ state }) => state === 'pending')
    const { leases } = this.store
    const leased = pending.filter(({ clusterId }) => (leases.get(clusterId) ?? id) !== id)
    const full = pending.filter((target) => this.store.freePlaces(target) <= 0)
    return {
      held: [
        ...count(leased).map((one) => ({ ...one, kind: 'lease' as const, message: 'another has it' })),
        ...count(full).map((one) => ({ ...one, kind: 'disruption' as const, message: 'no place' })),
      ],
      retrying: [],
      inStep: phases.map((phase) => {
        const own = pending.filter((one) => one.phase === phase.index && one.position < stepEnd(phase))
        return { phase: phase.index, targets: own.length }
      }),
      reverts: count(all.filter((target) => isWanted(head, target))),
      workerAlive: true,
    }
  }
}
