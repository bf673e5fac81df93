import type { ResolvedCheck } from '@/lib/core/policy/resolved'
import { formatDuration } from '@/lib/core/shared/duration'
import { record } from './apply'
import { giveBackComparison, takeComparison } from './compare'
import type { Gate, Guard } from './model'
import { type EngineState, phaseOf, type Runtime, type Turn } from './state'
import type { Sighting, Watch, WatchOrder } from './watch-memory'

type CheckGate = Gate & { spec: ResolvedCheck }
type Subject = { readonly gate: CheckGate } | { readonly guard: Guard }

/** How late a look may come before a failure could have come and gone unseen: twice its pace, and a little. */
const lateMs = 10_000

const isWatched = (state: EngineState, gate: Gate): gate is CheckGate => {
  if (gate.spec.type !== 'check' || gate.requestedAt === null || gate.override !== null) return false
  if (gate.state !== 'closed' && gate.state !== 'open') return false
  const phase = phaseOf(state, gate.phase)
  return phase.state === (gate.place === 'before' ? 'waiting' : 'soaking')
}

/** Lists what is looked at now: checks of gates that ask, also while paused, and guards while it runs. */
function subjects(state: EngineState): Map<string, Subject> {
  const { state: now } = state.head
  const found = new Map<string, Subject>()
  if (now !== 'running' && now !== 'paused') return found
  for (const gate of state.gates) if (isWatched(state, gate)) found.set(gateKey(gate), { gate })
  if (now === 'running') for (const guard of state.guards) found.set(guardKey(state, guard), { guard })
  return found
}

/** What a look at a gate was ordered under: one that asks anew, or was taken out and put back, is another question. */
const gateKey = ({ id, round, requestedAt }: Gate) => `gate:${id}:${round}:${requestedAt}`

/** What a look at a guard was ordered under: a guard of another policy is another question. */
const guardKey = ({ head }: EngineState, { index }: Guard): string =>
  `guard:${index}:${head.planHash.slice(0, 12)}`

/** Orders the looks that are due. */
export function watch(state: EngineState, { watches }: Runtime, turn: Turn, now: number): void {
  const watched = subjects(state)
  for (const key of watches.keys()) if (!watched.has(key)) watches.delete(key)
  for (const [key, subject] of watched) {
    const memory = watches.get(key) ?? { since: now, busy: false, lookedAt: null, nextAt: now }
    watches.set(key, memory)
    if (memory.busy || memory.nextAt > now) continue
    memory.busy = true
    turn.toWatch.push(orderOf(key, subject))
  }
}

function orderOf(key: string, subject: Subject): WatchOrder {
  if ('gate' in subject) {
    const { id, round, spec } = subject.gate
    return { key, round, subject: { gate: id }, check: spec.check, with: spec.with }
  }
  const { index, spec } = subject.guard
  return { key, round: 0, subject: { guard: index }, check: spec.check, with: spec.with }
}

/** The next moment at which something is to be looked at; infinite = nothing, or a look is under way. */
export function nextWatchAt({ watches }: Runtime): number {
  let at = Number.POSITIVE_INFINITY
  for (const { busy, nextAt } of watches.values()) if (!busy && nextAt < at) at = nextAt
  return at
}

/** Takes orders back that were never given out: they are due again. */
export function giveBackOrders(run: Runtime, { toWatch }: Turn): void {
  for (const order of toWatch) {
    const memory = run.watches.get(order.key)
    if (memory) memory.busy = false
    giveBackComparison(run, order)
  }
}

/** Takes in what a look has shown. What nobody asks any more, or was seen before it was asked, does not count. */
export function sight(state: EngineState, run: Runtime, turn: Turn, seen: Sighting, now: number): void {
  if (seen.shown) {
    takeComparison(state, run, turn, seen, now)
    return
  }
  const memory = run.watches.get(seen.key)
  if (!memory || seen.at < memory.since) return
  memory.busy = false
  const subject = subjects(state).get(seen.key)
  if (!subject) return
  if ('guard' in subject) {
    sightGuard(state, turn, subject.guard, memory, seen, now)
  } else {
    memory.nextAt = sightGate(state, turn, subject.gate, memory, seen, now)
  }
  memory.lookedAt = seen.at
}

/** @returns when to look again. */
function sightGate(
  state: EngineState,
  turn: Turn,
  gate: CheckGate,
  { lookedAt }: Watch,
  { kind, message, observed, at }: Sighting,
  now: number,
): number {
  const { everyMs, forMs, timeoutMs } = gate.spec
  // A look that counts a second time, because its write came too late, begins anew: that only takes longer.
  const unbroken = lookedAt !== null && lookedAt < at && at - lookedAt <= 2 * everyMs + lateMs
  if (gate.evidence?.kind !== kind || (kind === 'pass' && !unbroken)) {
    record(state, turn, { type: 'gate.observed', gate, data: { kind, message, observed, at } }, now)
  }
  const since = gate.evidence?.at ?? at
  const held = kind === 'pass' ? at - since : -1
  if (gate.state === 'closed' && held >= forMs) {
    record(state, turn, { type: 'gate.opened', gate, data: null }, now)
  } else if (gate.state === 'open' && held < forMs) {
    record(state, turn, { type: 'gate.closed', gate, data: { until: now + timeoutMs } }, now)
  }
  return held >= 0 && held < forMs ? Math.min(at + everyMs, since + forMs) : at + everyMs
}

function sightGuard(
  state: EngineState,
  turn: Turn,
  guard: Guard,
  memory: Watch,
  { kind, message, observed, at }: Sighting,
  now: number,
): void {
  const { name, everyMs, failAfterMs } = guard.spec
  if (guard.evidence?.kind !== kind) {
    record(state, turn, { type: 'guard.observed', guard, data: { kind, message, observed, at } }, now)
  }
  memory.nextAt = at + everyMs
  if (guard.failingSince === null) return
  const failing = at - guard.failingSince
  if (failing < failAfterMs) {
    memory.nextAt = Math.min(memory.nextAt, guard.failingSince + failAfterMs)
    return
  }
  const verdict = kind === 'fail' ? 'fails' : 'has no answer'
  const long = failing > 0 ? ` for ${formatDuration(Math.round(failing / 1_000) * 1_000)}` : ''
  const detail = `the guard ${name} ${verdict}${long}: ${message}`
  record(state, turn, { type: 'rollout.paused', data: { cause: 'guard', detail } }, now)
}
