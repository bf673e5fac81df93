import { type Failure, fingerprintOf, normaliseMessage } from '@/lib/core/failures/fingerprint'
import { commonTraits, type FactCount, type FactSet, type Trait } from '@/lib/core/failures/traits'
import { groupBy } from '@/lib/core/shared/group-by'
import type { FailureGroupDto, FailureTraitDto } from './dto'
import { selectorOfFact } from './fact-set'

/** A failed target. */
export interface FailedTarget extends Failure {
  readonly phase: string
  readonly facts: FactSet
  /** Epoch ms. */
  readonly failedAt: number | null
}

/** Everything that was started so far, and how many of those that wait have each value. */
export interface Compared {
  readonly tried: number
  readonly counts: readonly (FactCount & { readonly waiting: number })[]
}

/** Groups failures by their cause, largest group first, and says what each group has in common. */
export function groupFailures(failures: readonly FailedTarget[], compared: Compared): FailureGroupDto[] {
  const population = { size: compared.tried, counts: compared.counts }
  return [...groupBy(failures, fingerprintOf)]
    .map(([fingerprint, members]) => {
      const newest = [...members].sort((a, b) => (b.failedAt ?? 0) - (a.failedAt ?? 0))
      const [first] = newest as [FailedTarget]
      const traits = commonTraits(
        members.map(({ facts }) => facts),
        population,
      )
      return {
        fingerprint,
        step: first.step,
        reason: first.reason,
        message: normaliseMessage(first.message ?? '', first.cluster),
        count: members.length,
        phases: [...groupBy(members, ({ phase }) => phase)].map(([phase, some]) => ({
          phase,
          count: some.length,
        })),
        firstAt: iso(newest.findLast(({ failedAt }) => failedAt !== null)?.failedAt),
        lastAt: iso(first.failedAt),
        clusters: newest.map(({ cluster }) => cluster),
        traits: traits.map((trait) => traitDto(trait, compared)),
      }
    })
    .sort((a, b) => b.count - a.count || (a.fingerprint < b.fingerprint ? -1 : 1))
}

function traitDto({ fact, value, count, share, baseShare }: Trait, { counts }: Compared): FailureTraitDto {
  const waiting = counts.find((one) => one.fact === fact && one.value === value)?.waiting ?? 0
  return { fact, value, count, share, baseShare, waiting, select: selectorOfFact(fact, value) }
}

const iso = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString()
