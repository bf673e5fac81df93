import type { ResolvedGate, ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { hasBegun } from '@/lib/core/rollout/amend/begun'
import type { Phase } from '@/lib/core/rollout/model'
import { approval, checkGate } from '@/lib/core/rollout/rollout-kit'

/** Ways in which people change what is left of a rollout. */
const ways = [
  'lower',
  'raise',
  'budget',
  'strict',
  'soak',
  'gates',
  'steps',
  'spread',
  'order',
  'insert',
  'remove',
  'swap',
  'window',
] as const

/**
 * Draws another policy for what is left, changed in one way, from the one that a rollout carries. What it may not
 * change is refused by the engine, and that is a part of the game.
 *
 * @param pick decides everything
 */
export function anotherPolicy(
  policy: ResolvedPolicy,
  phases: readonly Phase[],
  pick: number,
): ResolvedPolicy {
  const way = ways[pick % ways.length]
  const drawn = Math.floor(pick / ways.length)
  const open = policy.phases.filter(({ id }) => !hasBegunById(phases, id))
  const among =
    way === 'insert' || way === 'remove' || way === 'swap' || way === 'gates' ? open : policy.phases
  const chosen = among[drawn % Math.max(1, among.length)]
  if (!chosen) return policy
  const some = <T>(items: readonly T[]): T => items[(drawn >> 2) % items.length] as T
  const list = [...policy.phases]
  const at = list.indexOf(chosen)
  const change = (more: Partial<ResolvedPhase>) => {
    list[at] = { ...chosen, ...more }
  }
  switch (way) {
    case 'lower':
      change({ maxInFlight: some([1, 2]) })
      break
    case 'raise':
      change({ maxInFlight: some([4, '100%']) })
      break
    case 'budget':
      change({ failureBudget: { max: some([0, 1, 5]), onExhausted: 'pause', strict: false } })
      break
    case 'strict':
      change({ failureBudget: { max: some([1, 2]), onExhausted: 'pause', strict: true } })
      break
    case 'soak':
      change({ soakMs: some([0, 3_000, 20_000]) })
      break
    case 'gates':
      change({ before: some<ResolvedGate[]>([[], [approval()], [approval({ count: 2 })], [checkGate()]]) })
      break
    case 'steps':
      change({ steps: some(ramps) })
      break
    case 'spread':
      change({ spread: some([[], [{ by: 'region', maxInFlight: 1 }]]) })
      break
    case 'order':
      change({ order: some<ResolvedPhase['order']>([{ type: 'random' }, byName(true), byName(false)]) })
      break
    case 'window':
      change({ before: [...chosen.before, { ...minute, from: some(['00:02', '00:03']) }] })
      break
    case 'insert': {
      const id = `${chosen.id}x`
      if (list.some((one) => one.id === id)) return policy
      const first = { ...chosen, id, title: id, select: 'cluster.name.endsWith("1")', take: null }
      list.splice(at, 1, first, { ...chosen, after: [id] })
      break
    }
    case 'remove':
      return { ...policy, phases: lastTakesAll(bypassed(list, chosen)) }
    case 'swap': {
      const next = open.find(({ after }) => after.includes(chosen.id))
      if (!next) return policy
      const others = list.filter((one) => one !== chosen && one !== next)
      const pair = [
        { ...next, after: chosen.after },
        { ...chosen, after: [next.id] },
      ]
      return { ...policy, phases: lastTakesAll([...others.slice(0, at), ...pair, ...others.slice(at)]) }
    }
  }
  return { ...policy, phases: list }
}

const hasBegunById = (phases: readonly Phase[], id: string): boolean =>
  phases.some((phase) => phase.id === id && hasBegun(phase))

const plain = { soakMs: 0, approval: null }
const ramps: readonly ResolvedPhase['steps'][] = [
  [{ to: '100%', ...plain }],
  [
    { to: 1, ...plain },
    { to: '100%', ...plain },
  ],
  [
    { to: 2, soakMs: 3_000, approval: null },
    { to: '50%', soakMs: 0, approval: approval({ notLauncher: false }) },
    { to: '100%', ...plain },
  ],
]

const byName = (descending: boolean): ResolvedPhase['order'] => ({
  type: 'fields',
  fields: [{ field: 'name', descending }],
})

/** Closed for a minute or two, from the end of the first. */
const minute = {
  type: 'window',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  to: '00:01',
  timezone: 'UTC',
} as const

/** A policy without one phase: what came after it comes after what it came after. */
const bypassed = (list: readonly ResolvedPhase[], gone: ResolvedPhase): ResolvedPhase[] =>
  list
    .filter((one) => one !== gone)
    .map((one) => ({
      ...one,
      after: [...new Set(one.after.flatMap((id) => (id === gone.id ? gone.after : [id])))],
    }))

/** Clusters of a phase that is gone have to be in another one. */
const lastTakesAll = (list: readonly ResolvedPhase[]): ResolvedPhase[] =>
  list.map((one, i) => (i === list.length - 1 ? { ...one, select: 'true', take: null } : one))
