import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { Eligibility } from '@/lib/core/plan/eligibility'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { PlannedFacts, Target } from './model'
import { type PlaceNeed, placeKey } from './places'
import type { Hindrance, Verdict } from './verdict'

/** A period in which nothing new may start on the clusters it matches. */
export interface ActiveFreeze {
  readonly id: number
  readonly title: string
  readonly reason: string
  /** Null = until somebody ends it. */
  readonly endsAt: number | null
  matches(cluster: ClusterFacts): boolean
}

/** Another rollout that has a cluster in flight; while it is paused it lets go only of what ends by itself. */
export interface Holder {
  readonly id: number
  readonly title: string
  readonly paused: boolean
}

/** What is known of a target's cluster at this moment. */
export interface Sight {
  /** Null = it is not in the fleet any more. */
  readonly cluster: ClusterFacts | null
  /** Another rollout that has it in flight. */
  readonly heldBy: Holder | null
  readonly freezes: readonly ActiveFreeze[]
  /** Places of disruption budgets that its start would take. */
  readonly needs: readonly PlaceNeed[]
}

/** What single clusters are judged by: of the rollout, so the same for all of its targets. */
export interface Judging {
  readonly operation: ResolvedOperation
  readonly eligibility: Eligibility
}

/**
 * Judges a target just before its start by how its cluster is now: gone, nothing to do any more, held up, or to
 * go. Labels may have changed since the plan; that takes no cluster out, but freezes look at them as they are.
 */
export function judge(
  { operation, eligibility }: Judging,
  target: Target,
  sight: Sight,
  at: number,
): Verdict {
  const { cluster, needs } = sight
  if (!cluster) return { at, kind: 'skip', reason: 'gone', message: 'it was removed from the fleet' }
  const verdict = eligibility.judge(cluster)
  if (verdict && verdict.reason !== 'excluded' && verdict.reason !== 'unmatched') {
    return { at, kind: 'skip', reason: verdict.reason, message: verdict.detail }
  }
  const frozen = sight.freezes.filter((one) => one.matches(cluster)).map(freezeHindrance)
  const wait = waitFor([...frozen, ...heldElsewhere(sight)], at)
  if (wait) return wait
  const previous = changedSince(target.facts, cluster, operation)
  return needs.length === 0 ? { at, kind: 'go', previous } : { at, kind: 'go', previous, needs }
}

/** Says that a cluster waits, for the first of what holds it; all of it is told to whoever asks. */
function waitFor([hindrance, ...besides]: readonly Hindrance[], at: number): Verdict | null {
  if (!hindrance) return null
  return { at, kind: 'wait', hindrance, ...(besides.length > 0 && { besides }) }
}

/** What holds a cluster besides freezes: another rollout, and each full disruption budget. */
const heldElsewhere = ({ heldBy, needs }: Sight): Hindrance[] => [
  ...(heldBy ? [leaseHindrance(heldBy)] : []),
  ...needs.filter(({ free }) => free <= 0).map(placeHindrance),
]

/** Who ends a freeze, in words. */
export const freezeEnders = 'an admin: end the freeze, or override it for this rollout'

function freezeHindrance({ id, title, reason, endsAt }: ActiveFreeze): Hindrance {
  const message = `The freeze “${title}” holds it: ${reason}.`
  return { kind: 'freeze', message, until: endsAt, key: `freeze:${id}`, unblockedBy: freezeEnders }
}

function placeHindrance(need: PlaceNeed): Hindrance {
  const unblockedBy = 'an operator: acknowledge broken clusters; an admin: raise the budget'
  return { kind: 'disruption', message: need.message, until: null, key: placeKey(need), unblockedBy }
}

/** Judges a target whose turn it is to be taken back: only that it is gone, or held elsewhere, stands against it. */
export function judgeBack(sight: Sight, at: number): Verdict {
  const { cluster, needs } = sight
  if (!cluster) return { at, kind: 'skip', reason: 'gone', message: 'it was removed from the fleet' }
  const wait = waitFor(heldElsewhere(sight), at)
  if (wait) return wait
  return { at, kind: 'go', previous: null, ...(needs.length > 0 && { needs }) }
}

function leaseHindrance({ id, title, paused }: Holder): Hindrance {
  const message = `Rollout ${id} (“${title}”) has its cluster in flight${paused ? ', and is paused' : ''}.`
  return { kind: 'lease', message, until: null, ...(paused && { unblockedBy: resumeHolder(id) }) }
}

/** Who lets a cluster go whose rollout is paused between two tries. */
export const resumeHolder = (id: number): string => `an operator: resume rollout ${id}, or abort it`

const settable = ['environment', 'tier', 'region', 'provider'] as const

/** What a revert would restore, if it differs from the plan; null = as planned. */
function changedSince(
  planned: PlannedFacts,
  cluster: ClusterFacts,
  operation: ResolvedOperation,
): Record<string, unknown> | null {
  const { sets } = operation
  const label = (facts: PlannedFacts, key: string) =>
    Object.hasOwn(facts.labels, key) ? facts.labels[key] : undefined
  const same =
    planned.version === cluster.version &&
    settable.every((name) => sets[name] === undefined || planned[name] === cluster[name]) &&
    Object.keys(sets.labels ?? {}).every((key) => label(planned, key) === label(cluster, key))
  return same ? null : previousFacts(cluster, operation)
}

/** The facts that an operation sets, and the version in any case, as they are before it. */
export function previousFacts(
  facts: PlannedFacts,
  { sets }: ResolvedOperation,
): { version: string | null; [fact: string]: unknown } {
  const previous: { version: string | null; [fact: string]: unknown } = { version: facts.version }
  for (const name of settable) {
    if (sets[name] !== undefined) previous[name] = facts[name]
  }
  if (sets.labels) {
    previous.labels = Object.fromEntries(
      Object.keys(sets.labels).map((key) => [
        key,
        Object.hasOwn(facts.labels, key) ? facts.labels[key] : null,
      ]),
    )
  }
  return previous
}
