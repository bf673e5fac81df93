import { isInFlight } from '@/lib/core/rollout/states'
import type { Operation, Plant } from './plant'
import type { Store, Stored } from './store'
import type { Say } from './verdict'
import { eventsOf } from './witness'

type Way = 'apply' | 'revert' | null

/** How long after a command a start may still arrive that was under way. */
const graceMs = 1_050

/** Nothing starts that the rollout's way at that moment does not ask for, nor while the line is stopped. */
export function nothingStartsWhileHeld(
  stored: Stored,
  store: Store,
  plant: Plant,
  id: number,
  say: Say,
): void {
  const ways = waysOf(stored)
  for (const { at, rollout, step } of plant.asked) {
    if (rollout !== id) continue
    const allowed = ways.some(({ way, from, until }) => way === step && from <= at && at <= until + graceMs)
    if (!allowed) say(`a start of ${step} at ${at} while held (4)`)
    if (store.stops.some(({ from, until }) => at > from + graceMs && at < until))
      say(`a start of ${step} at ${at} while the line is stopped (4)`)
  }
}

/** In which direction the rollout went, and when, as its log tells. */
function waysOf({ log, launched }: Stored): { way: Way; from: number; until: number }[] {
  const ways: { way: Way; from: number; until: number }[] = []
  let way: Way = launched.state === 'draft' ? null : 'apply'
  let from = 0
  let back = false
  for (const { type, at } of log) {
    const next = nextWay(type, back)
    if (next === undefined) continue
    if (type === 'rollout.rolling_back') back = true
    else if (next === null && type !== 'rollout.paused') back = false
    ways.push({ way, from, until: at })
    way = next
    from = at
  }
  ways.push({ way, from, until: Number.POSITIVE_INFINITY })
  return ways
}

function nextWay(type: string, back: boolean): Way | undefined {
  switch (type) {
    case 'rollout.rolling_back':
      return 'revert'
    case 'rollout.resumed':
      return back ? 'revert' : 'apply'
    case 'rollout.started':
    case 'rollout.reopened':
      return 'apply'
    case 'rollout.amended':
    case 'rollout.amendment_proposed':
    case 'rollout.amendment_rejected':
    case 'rollout.amendment_withdrawn':
      return undefined
    default:
      return type.startsWith('rollout.') ? null : undefined
  }
}

/** Only what this rollout has touched is taken back, and a rollout that is rolled back has left nothing behind. */
export function rollbackIsWhole(stored: Stored, mine: readonly Operation[], say: Say): void {
  const begun = new Set(eventsOf(stored, 'target.started').map(({ target }) => target?.id))
  for (const { targetId, step, key } of mine) {
    if (step === 'revert' && !begun.has(targetId)) say(`${key} takes back what nobody had touched (14)`)
  }
  if (stored.head.state !== 'rolled_back') return
  for (const { id, cluster, state, spared } of stored.targets.values()) {
    const last = mine.findLast(({ targetId, state: end }) => targetId === id && end === 'done')
    if (isInFlight(state) || (last?.step === 'apply' && !spared))
      say(`${cluster} is ${state} in a rollout that is rolled back (14)`)
  }
}
