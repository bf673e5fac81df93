import type { Random } from '@/lib/core/shared/random'
import type { FaultKind, Scenario } from './scenario'

/** Who decides what goes wrong, and counts it. */
export interface Faults {
  /** Draws among the kinds that fit a place; null = all is well. */
  draw(...fitting: readonly FaultKind[]): FaultKind | null
  heal(): void
  readonly counts: Map<FaultKind, number>
}

/** Draws faults of a scenario, one in `1 / rate` calls, until it is healed. */
export function createFaults({ faults, faultRate }: Scenario, random: Random): Faults {
  const counts = new Map<FaultKind, number>()
  let healed = false
  return {
    counts,
    heal: () => {
      healed = true
    },
    draw: (...fitting) => {
      const possible = faults.filter((kind) => fitting.includes(kind))
      // A number is drawn in any case: what goes wrong in one place does not shift all others.
      const hits = random.next() < faultRate
      const kind = possible[random.int(Math.max(1, possible.length))]
      if (healed || !hits || !kind) return null
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      return kind
    },
  }
}
