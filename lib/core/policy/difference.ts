import type { Json, JsonObject } from '@/lib/core/shared/json'
import type { Lane, LanePhase } from './lane'
import { fieldWords } from './words'

/** One change of meaning between two policies, in words. */
export interface PolicyChange {
  readonly kind: 'added' | 'removed' | 'moved' | 'changed'
  /** The phase it is about; null = the policy as a whole. */
  readonly phase: { readonly id: string; readonly title: string } | null
  /** What changed in it, as people say it: `in flight at most`; null = the phase as such. */
  readonly field: string | null
  /** Null = it is not written there, so its default holds. */
  readonly before: string | null
  readonly after: string | null
}

const fieldNames: Readonly<Record<string, string>> = {
  title: 'title',
  description: 'description',
  select: 'which clusters',
  take: 'take',
  takeBy: 'sample by',
  after: 'comes after',
  order: 'order',
  steps: 'steps',
  maxInFlight: 'in flight at most',
  spread: 'spread',
  failureBudget: 'failure budget',
  soak: 'soak afterwards',
  unreachable: 'unreachable clusters',
  stop: 'statistical stop',
  before: 'before it starts',
  checks: 'checks afterwards',
  guards: 'guards',
  unmatched: 'clusters that no phase takes',
}

/** What is written elsewhere: the id tells phases apart, the phases are compared one by one. */
const handled: ReadonlySet<string> = new Set(['id', 'phases'])

/**
 * Lists what one policy means otherwise than another: comments, the order of keys and quoting make no difference.
 * Phases are told apart by their ids; one that is called otherwise is one removed and one added.
 */
export function policyDifference(before: Lane, after: Lane): PolicyChange[] {
  const old = new Map(before.phases.map((phase) => [phase.id, phase]))
  const now = new Set(after.phases.map(({ id }) => id))
  const changes: PolicyChange[] = []
  const about = (phase: LanePhase | null) => (phase ? { id: phase.id, title: phase.title } : null)
  const add = (kind: PolicyChange['kind'], phase: LanePhase | null, rest: Partial<PolicyChange> = {}) =>
    changes.push({ kind, phase: about(phase), field: null, before: null, after: null, ...rest })

  if (before.title !== after.title) {
    add('changed', null, { field: 'title', before: before.title || null, after: after.title || null })
  }
  for (const change of fieldChanges(before.spec, after.spec)) add('changed', null, change)
  for (const phase of before.phases) if (!now.has(phase.id)) add('removed', phase)
  const moved = movedIds(before, after)
  for (const phase of after.phases) {
    const former = old.get(phase.id)
    if (!former) {
      add('added', phase)
      continue
    }
    if (moved.has(phase.id)) {
      add('moved', phase, { before: `phase ${former.index + 1}`, after: `phase ${phase.index + 1}` })
    }
    for (const change of fieldChanges(former.written, phase.written)) add('changed', phase, change)
  }
  return changes
}

function* fieldChanges(before: JsonObject, after: JsonObject) {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[key], after[key]]
    if (handled.has(key) || same(old, now)) continue
    yield {
      field: fieldNames[key] ?? key,
      before: old === undefined ? null : fieldWords(key, old),
      after: now === undefined ? null : fieldWords(key, now),
    }
  }
}

/** The phases that stand elsewhere among those that both have: those outside of a longest common order. */
function movedIds(before: Lane, after: Lane): ReadonlySet<string> {
  const place = new Map(before.phases.map(({ id, index }) => [id, index]))
  const common = after.phases.filter(({ id }) => place.has(id)).map(({ id }) => id)
  const best: { length: number; from: number }[] = []
  common.forEach((id, i) => {
    let length = 1
    let from = -1
    for (let k = 0; k < i; k += 1) {
      const fits = (place.get(common[k] as string) as number) < (place.get(id) as number)
      if (fits && (best[k]?.length ?? 0) + 1 > length) {
        length = (best[k]?.length ?? 0) + 1
        from = k
      }
    }
    best.push({ length, from })
  })
  let at = best.reduce((top, { length }, i) => (length > (best[top]?.length ?? 0) ? i : top), 0)
  const stays = new Set<string>()
  while (at >= 0 && best[at]) {
    stays.add(common[at] as string)
    at = best[at]?.from ?? -1
  }
  return new Set(common.filter((id) => !stays.has(id)))
}

/** Tells whether two values are the same whatever the order of their keys; a list of one is that one. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
