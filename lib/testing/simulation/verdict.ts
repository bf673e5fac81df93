import type { Phase } from '@/lib/core/rollout/model'
import { isFinished, isInFlight } from '@/lib/core/rollout/states'
import type { Board } from './board'
import type { Accepted } from './desk'
import type { Operation, Plant } from './plant'
import type { Scenario } from './scenario'
import { eraAt, type Logged, type Store, type Stored } from './store'
import { amendmentsKeepThePast } from './verdict-amendments'
import { gatesHaveApprovers, gatesStandOpen } from './verdict-approvals'
import { looksAreHeeded, windowsHold } from './verdict-gates'
import { proposalsAreDecided } from './verdict-proposals'
import { startsAreDue } from './verdict-starts'
import { nothingStartsWhileHeld, rollbackIsWhole } from './verdict-ways'
import { webhooksAreAnswered } from './verdict-webhooks'
import { eventsOf, isGivenUp, type Violations } from './witness'

/** What there is to judge by. */
export interface Traces {
  readonly store: Store
  readonly plant: Plant
  readonly board: Board
  readonly accepted: readonly Accepted[]
}

/** Judges a whole run when it is over, from outside: what was sent and done, and what the public log says. */
export function judgeRun(
  scenario: Scenario,
  { store, plant, board, accepted }: Traces,
  violations: Violations,
): void {
  for (const [id, stored] of store.rollouts) {
    const say = (words: string) => violations.push(`rollout ${id}: ${words}`)
    const mine = plant.operations.filter(({ rollout }) => rollout === id)
    nothingStartsWhileHeld(stored, store, plant, id, say)
    looksAreHeeded(stored, plant, id, say)
    windowsHold(stored, say)
    rollbackIsWhole(stored, mine, say)
    phasesInOrder(stored, say)
    gatesHaveApprovers(id, stored, accepted, say)
    gatesStandOpen(stored, say)
    amendmentsKeepThePast(stored, say)
    proposalsAreDecided(stored, say)
    webhooksAreAnswered(id, stored, board, say)
    startsAreDue(id, stored, store, accepted, say)
    budgetsHold(stored, say)
    attemptsKeepToTheirNumber(stored, mine, say)
    freezesHold(scenario, stored, say)
    evidenceIsFresh(id, stored, plant, say)
    insideAgreesWithOutside(stored, mine, store, say)
    if (stored.log.some(({ seq }, i) => seq !== i + 1)) say('its events have gaps (12)')
    if (stored.log.some(({ at }, i) => at < (stored.log[i - 1]?.at ?? 0)))
      say('its events go back in time (12)')
  }
  const twice = accepted.filter(({ again, asked }) => again && !repeatable.has(asked.type))
  for (const { at, asked } of twice) violations.push(`at ${at}: a second ${asked.type} was accepted (16)`)
  if (store.leases.size > 0 && [...store.rollouts.values()].every(({ head }) => isFinished(head.state)))
    violations.push(`${store.leases.size} clusters are leased by nobody (18)`)
}

/** What may come to something else, or to the same, when it is asked again. */
const repeatable: ReadonlySet<string> = new Set(['skip', 'retry', 'schedule'])

/** Says what was seen that must never be. */
export type Say = (words: string) => void

const done = /^phase\.(succeeded|succeeded_with_failures|failed|skipped|aborted)$/

function phasesInOrder(stored: Stored, say: Say): void {
  const over = new Set<string>()
  const lastEnd = new Map<string, number>()
  for (const { type, phase, target, at, seq } of stored.log) {
    if (phase && done.test(type)) over.add(phase.id)
    if (phase && type === 'phase.reopened') over.delete(phase.id)
    if (!target) continue
    const { phases } = eraAt(stored, seq)
    if (/^target\.(succeeded|failed)$/.test(type)) lastEnd.set(phases[target.phase]?.id ?? '', at)
    if (type !== 'target.started') continue
    for (const before of allBefore(phases, target.phase)) {
      const { rules, id = '' } = phases[before] ?? {}
      if (!over.has(id)) say(`event ${seq} starts ${target.cluster} before ${id} is done (2)`)
      const soakMs = rules?.soakMs ?? 0
      const ended = lastEnd.get(id)
      if (soakMs > 0 && ended !== undefined && at < ended + soakMs)
        say(`event ${seq} starts ${target.cluster} while ${id} soaks (2)`)
    }
  }
}

/** The phases that one comes after, directly or through others. */
function allBefore(phases: readonly Phase[], index: number, found = new Set<number>()): ReadonlySet<number> {
  for (const before of phases[index]?.after ?? []) {
    if (!found.has(before)) allBefore(phases, before, found.add(before))
  }
  return found
}

/** After a trip no more fails than was in flight, until a person goes on. */
function budgetsHold(stored: Stored, say: Say): void {
  let left: number | null = null
  const flying = new Set<number>()
  for (const { type, target, at } of stored.log) {
    if (type === 'rollout.resumed' || type === 'rollout.reopened') left = null
    if (target && type === 'target.started') {
      flying.add(target.id)
      if (left !== null) say(`at ${at} ${target.cluster} started after the trip (5)`)
    }
    const rests = target && /^target\.(succeeded|failed|skipped|cancelled)$/.test(type)
    if (rests) flying.delete(target.id)
    if (type === 'budget.exhausted') left ??= flying.size
    else if (type === 'target.failed' && left !== null && --left < 0) say(`at ${at} one more failed (5)`)
  }
}

function attemptsKeepToTheirNumber(stored: Stored, mine: readonly Operation[], say: Say): void {
  const { attempts } = stored.head.rules.operation.retry
  for (const target of stored.targets.values()) {
    const effects = mine.filter(({ targetId }) => targetId === target.id).length
    const begun = eventsOf(stored, 'target.started', 'target.revert_started')
    const starts = begun.filter((one) => one.target?.id === target.id).length
    if (effects > starts * attempts) say(`${target.cluster}: ${effects} effects in ${starts} starts (15)`)
  }
}

function freezesHold({ freezes }: Scenario, stored: Stored, say: Say): void {
  for (const { target, at } of eventsOf(stored, 'target.started')) {
    const held = freezes.some(
      ({ from, until, region }) => target?.facts.region === region && at > from + 1_050 && at < until,
    )
    if (held) say(`at ${at} ${target?.cluster} started in a freeze (7)`)
  }
}

/** What passed was seen to pass, after the step had begun; what nobody could see never passes. */
function evidenceIsFresh(id: number, stored: Stored, plant: Plant, say: Say): void {
  const { preflight, verify } = stored.head.rules.operation
  const seen = (event: Logged, generation: number) =>
    plant.looks.filter(
      (look) =>
        look.rollout === id &&
        look.targetId === event.target?.id &&
        look.generation === generation &&
        look.toldAt <= event.at &&
        look.at > event.at - 20_000,
    )
  for (const event of stored.log) {
    const { target, type, at } = event
    if (!target) continue
    const checked =
      (type === 'target.preflight_passed' && preflight.length > 0) ||
      (type === 'target.succeeded' && verify.length > 0)
    if (!checked) continue
    // When its event is written, a passed preflight has already made way for the attempt after it.
    const generation = type === 'target.preflight_passed' ? target.generation - 1 : target.generation
    const kinds = seen(event, generation).map(({ kind }) => kind)
    if (!kinds.includes('pass')) say(`at ${at} ${target.cluster} passed on ${kinds.at(-1) ?? 'nothing'} (9)`)
  }
  if (preflight.length === 0) return
  for (const operation of plant.operations.filter(({ rollout }) => rollout === id)) {
    const passed = plant.looks.some(
      ({ targetId, kind, at, generation }) =>
        targetId === operation.targetId &&
        kind === 'pass' &&
        at <= operation.startedAt &&
        generation < operation.generation,
    )
    if (!passed) say(`${operation.key} started without a passed check before it (9)`)
  }
}

function insideAgreesWithOutside(stored: Stored, mine: readonly Operation[], store: Store, say: Say): void {
  for (const target of stored.targets.values()) {
    const own = mine.filter(({ targetId }) => targetId === target.id)
    const last = own.at(-1)
    const open = own.filter((one) => one.state === 'running' && !isGivenUp(one, store))
    if (!isInFlight(target.state) && open.length > 0) say(`${target.cluster} rests, but is worked on (11)`)
    const step = target.state === 'reverted' ? 'revert' : 'apply'
    const settled = target.state === 'succeeded' || target.state === 'reverted'
    if (settled && (last?.state !== 'done' || last.step !== step))
      say(`${target.cluster} is said to have ${target.state}, its operation is ${last?.state ?? 'none'} (11)`)
    const checked = eventsOf(stored, 'target.verifying').some((one) => one.target?.id === target.id)
    if (target.state === 'cancelled' && last?.state === 'done' && !checked)
      say(`${target.cluster} is said to be cancelled, its operation had worked (11)`)
    if (
      target.reason === 'preflight_failed' &&
      target.state === 'failed' &&
      last?.generation === target.generation
    )
      say(`${target.cluster} failed its checks before the start, and was started (11)`)
  }
}
