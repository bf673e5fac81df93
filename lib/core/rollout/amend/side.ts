import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { resolveLimits, spreadValue } from '../limits'
import type { Phase, PlannedFacts, ResolvedLimits, Target } from '../model'
import { type EngineState, isDone } from '../state'
import type { Amendment } from './amendment'
import { hasBegun, isUntouched } from './begun'

/** One cluster of a phase, as far as it matters what it still waits for. */
export interface Spot {
  readonly id: number
  readonly cluster: string
  readonly facts: PlannedFacts
  /** It has not begun and can still be held back. */
  readonly waits: boolean
}

/** A phase before or after an amendment, with its numbers. */
export interface SidePhase {
  readonly rules: ResolvedPhase
  readonly done: boolean
  readonly begun: boolean
  readonly step: number
  readonly after: readonly number[]
  /** In order of position. */
  readonly spots: readonly Spot[]
  readonly limits: ResolvedLimits
}

/** A rollout before or after an amendment: what the two are compared by. */
export interface Side {
  readonly policy: ResolvedPolicy
  readonly total: number
  readonly phases: readonly SidePhase[]
}

/** Shows a rollout as it is. */
export function sideBefore(state: EngineState): Side {
  const spots = state.phases.map((): { at: number; spot: Spot }[] => [])
  for (const target of state.targets.values()) {
    spots[target.phase]?.push({ at: target.position, spot: spotOf(target) })
  }
  return makeSide(state.head.rules.policy, state.head.total, state.phases, spots)
}

/** Shows it as an amendment would make it. */
export function sideAfter(state: EngineState, { policy, phases, moves }: Amendment): Side {
  const moved = new Map(moves.map((move) => [move.target, move]))
  const spots = phases.map((): { at: number; spot: Spot }[] => [])
  for (const target of state.targets.values()) {
    const move = moved.get(target.id)
    const { phase, position } = move ?? target
    spots[phase]?.push({ at: position, spot: spotOf(target) })
  }
  return makeSide(policy, state.head.total, phases, spots)
}

function makeSide(
  policy: ResolvedPolicy,
  total: number,
  phases: readonly Phase[],
  spots: readonly { at: number; spot: Spot }[][],
): Side {
  return {
    policy,
    total,
    phases: phases.map((phase, i) => ({
      rules: phase.rules,
      done: isDone(phase),
      begun: hasBegun(phase),
      step: phase.step,
      after: phase.after,
      spots: (spots[i] ?? []).sort((a, b) => a.at - b.at).map(({ spot }) => spot),
      limits: phase.resolved ?? resolveLimits(phase),
    })),
  }
}

const spotOf = (target: Target): Spot => ({
  id: target.id,
  cluster: target.cluster,
  facts: target.facts,
  waits: target.state === 'pending' && isUntouched(target),
})

/** Counts the targets of a phase by their value of a fact. */
export function sizesBy({ spots }: SidePhase, by: string): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { facts } of spots) {
    const value = spreadValue(facts, by)
    sizes.set(value, (sizes.get(value) ?? 0) + 1)
  }
  return sizes
}

/** Lists the phases that have to be done before one begins, directly or through others. */
export function waysTo({ phases }: Side, index: number, found = new Set<number>()): ReadonlySet<number> {
  for (const before of phases[index]?.after ?? []) {
    if (found.has(before)) continue
    found.add(before)
    waysTo({ phases } as Side, before, found)
  }
  return found
}
