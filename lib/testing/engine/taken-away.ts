/**
 * Rollouts in the middle of something, and the same without some of the reasons why a target waits: the engine
 * itself is asked whether an explanation is right.
 */
import { frozenAt } from '@/lib/core/freeze/schedule'
import { createEligibility } from '@/lib/core/plan/eligibility'
import { whyNotStarted } from '@/lib/core/rollout/conditions'
import { judge } from '@/lib/core/rollout/judge'
import { type Loaded, tickerState } from '@/lib/core/rollout/load'
import type { Gate, Phase, Target } from '@/lib/core/rollout/model'
import { World } from '@/lib/core/rollout/rollout-kit'
import { isTerminal, type TargetState } from '@/lib/core/rollout/states'
import type { KnownFreeze } from '@/lib/core/rollout/timetable'
import type { Verdict } from '@/lib/core/rollout/verdict'
import type { WaitReason } from '@/lib/core/rollout/wait-reason'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { createRandom, type Random } from '@/lib/core/shared/random'
import { questionOf } from './question'
import { playActs, type Scenario } from './scenario'

/** Rules over the whole fleet that hold some of the clusters; each target is held by the same at every look. */
export interface Fleet {
  readonly freezes: readonly (KnownFreeze & { readonly region: string })[]
  isLeased(target: Target): boolean
  isFull(target: Target): boolean
}

/** A rollout, the fleet around it, and its moment: everything that was due then is done. */
export interface Somewhere {
  readonly world: World
  readonly fleet: Fleet
}

function drawFleet(seed: string): Fleet {
  const random = createRandom(`${seed}/fleet`)
  const freezes = Array.from({ length: random.int(4) }, (_, i) => ({
    title: `freeze ${i + 1}`,
    region: ['a', 'b', 'c'][random.int(3)] ?? 'a',
    schedule: drawSchedule(random),
    overriddenUntil: random.int(6) === 0 ? random.int(200_000) : null,
  }))
  return { freezes, isLeased: ({ id }) => id % 5 === 0, isFull: ({ id }) => id % 7 === 0 }
}

/**
 * Draws when a freeze holds: about when people act, about when a window opens in the evening, or some minutes of
 * every Thursday, such as the one on which the clock begins. None lasts long, for what it holds is looked at often.
 */
function drawSchedule(random: Random): KnownFreeze['schedule'] {
  const from = random.int(60_000)
  switch (random.int(6)) {
    case 0:
      return { startsAt: from, endsAt: null, recurrence: null }
    case 1: {
      const startsAt = 23 * 3_600_000 - random.int(200_000)
      return { startsAt, endsAt: startsAt + 1 + random.int(400_000), recurrence: null }
    }
    case 2: {
      const startsAt = 50_000 + random.int(200_000)
      return { startsAt, endsAt: startsAt + 1 + random.int(200_000), recurrence: null }
    }
    case 3: {
      const [begin = '', end = ''] = hours[random.int(hours.length)] ?? []
      const recurrence = { days: ['thu', 'sun'], from: begin, to: end, timezone: 'UTC' }
      return { startsAt: from, endsAt: random.int(3) === 0 ? 150_000 : null, recurrence }
    }
    default:
      return { startsAt: from, endsAt: from + 1 + random.int(150_000), recurrence: null }
  }
}

const hours = [
  ['00:01', '00:03'],
  ['00:02', '00:04'],
  ['23:00', '23:05'],
  ['22:58', '23:02'],
  ['23:55', '00:02'],
] as const

/** Freezes that concern a target, as the product knows them. */
const freezesOf = ({ freezes }: Fleet, { facts: { region } }: Target): KnownFreeze[] =>
  freezes.filter((freeze) => freeze.region === region)

/** Judges a cluster as the real looks do. */
function look({ freezes, isLeased, isFull }: Fleet, world: World, target: Target, at: number): Verdict {
  const { operation } = world.state.head.rules
  const eligibility = createEligibility({ operation, params: {} }, () => false)
  const cluster = { ...target.facts, id: target.clusterId, name: target.cluster, connection: {}, nodes: null }
  const full = { budget: 1, group: 'a', max: 1, free: 0, message: 'no place' }
  const sight = {
    cluster,
    heldBy: isLeased(target) ? { id: 7, title: 'the other', paused: true } : null,
    freezes: freezes.flatMap(({ title, region, schedule, overriddenUntil }, i) => {
      const holds = overriddenUntil !== null && at < overriddenUntil ? null : frozenAt(schedule, at)
      const matches = (facts: ClusterFacts) => facts.region === region
      return holds ? [{ id: i + 1, title, reason: 'drawn', endsAt: holds.until, matches }] : []
    }),
    needs: isFull(target) ? [full] : [],
  }
  return judge({ operation, eligibility }, target, sight, at)
}

/**
 * Plays a scenario up to its last act, in a fleet in which some clusters are held by others.
 * @param onTheWay sees it in the middle, too: a few times in the first half minute.
 */
export function somewhere(one: Scenario, onTheWay?: (there: Somewhere) => void): Somewhere {
  const fleet = drawFleet(one.seed)
  const world = playActs(one, (made) => {
    made.verdict = (target, at) => look(fleet, made, target, at)
    const moments = createRandom(`${one.seed}/moments`)
    for (let i = 0; onTheWay && i < 8; i++) {
      onTheWay({ world: made.run(made.now + moments.int(4_000)), fleet })
    }
  })
  return { world: world.run(world.now), fleet }
}

/** The targets that wait in a rollout that could carry them out. */
export function waitingIn({ state: { head, targets } }: World): Target[] {
  if (head.rollback !== null || (head.state !== 'running' && head.state !== 'paused')) return []
  return [...targets.values()].filter(({ state }) => state === 'pending')
}

/** Why a target waits, as the product says it. */
export function reasonsOf({ world, fleet }: Somewhere, target: Target): WaitReason[] {
  const verdict = look(fleet, world, target, world.now)
  return whyNotStarted(questionOf(world, target, { verdict, freezes: freezesOf(fleet, target) }))
}

/** The same rollout in a process of its own, changed in one way; outside, nobody answers any more. */
export function fork({ world, fleet }: Somewhere, change: (copy: Loaded) => void): World {
  const { head, phases, gates, guards, targets, run } = world.state
  const ordered = [...targets.values()].sort((a, b) => a.phase - b.phase || a.position - b.position)
  const copy: Loaded = structuredClone({ head, phases, gates, guards, targets: ordered })
  change(copy)
  const made = new World(copy, () => null)
  const watches = structuredClone(run.watches)
  for (const watch of watches.values()) {
    // A look under way began while the last one was fresh: what is looked at now in its stead goes on from it.
    if (watch.busy && watch.lookedAt !== null) watch.lookedAt = world.now - 1
    watch.busy = false
  }
  made.state = tickerState(copy, { ...run, watches })
  made.now = world.now
  made.sees = () => null
  made.compares = () => null
  made.verdict = (target, at) => look(fleet, made, target, at)
  return made
}

/** How much else stands aside for a question. */
export interface Aside {
  /** Those of phases beside it, too: a strict budget over the whole rollout lets phases wait for each other. */
  readonly all?: boolean
}

/**
 * The same rollout without some of the reasons why a target waits. Whoever else waits for the same slots stands
 * aside: that it is not a target's turn yet is what a slot that is taken says.
 */
export function without(
  there: Somewhere,
  target: Target,
  reasons: readonly WaitReason[],
  { all = false }: Aside = {},
): { world: World; target: Target } {
  const kinds = new Set(reasons.map(({ kind }) => kind))
  const made = fork(there, (copy) => {
    const phase = copy.phases[target.phase] as Phase
    for (const { kind, phase: about, gate } of reasons) {
      if (kind === 'phase') finish(copy, about)
      for (const one of copy.gates) if (one.id === gate) keepOpen(one)
    }
    if (kinds.has('paused'))
      Object.assign(copy.head, { state: 'running', pauseCause: null, pauseDetail: null })
    if (kinds.has('step')) reach(there.world, phase)
    if (kinds.has('slot') && phase.resolved)
      phase.resolved = { ...phase.resolved, maxInFlight: phase.total + 1 }
    if (kinds.has('budget')) relax(copy, phase)
    const spreads = reasons.filter(({ kind }) => kind === 'spread').map(({ message }) => message)
    rulesOf(phase).spread = phase.rules.spread.filter(
      ({ by }) => !spreads.some((message) => message.includes(` places in ${by} `)),
    )
    const end = phase.resolved?.steps[phase.step] ?? 0
    for (const other of copy.targets) {
      // Those of the present step hold it open as long as the target lies behind it.
      const mayLeave = kinds.has('step') || target.position < end || other.position >= end
      if (other.phase === target.phase ? mayLeave : all) standAside(copy, other, target)
    }
  })
  const gone = reasons.filter(({ kind }) => kind === 'freeze').map(({ message }) => message)
  const { freezes, isLeased, isFull } = there.fleet
  const fleet: Fleet = {
    freezes: freezes.filter(
      ({ title }) => !gone.some((message) => message.startsWith(`The freeze “${title}”`)),
    ),
    isLeased: (one) => !kinds.has('lease') && isLeased(one),
    isFull: (one) => !kinds.has('disruption') && isFull(one),
  }
  made.verdict = (one, at) => look(fleet, made, one, at)
  return { world: made, target: made.target(target.cluster) }
}

type Rules = { -readonly [Key in keyof Phase['rules']]: Phase['rules'][Key] }
const rulesOf = (phase: Phase): Rules => phase.rules as Rules

/** Opens a gate for ever, whatever it is about. */
function keepOpen(gate: Gate): void {
  const override = { user: 'x', userId: 9, reason: 'x', at: 0 }
  Object.assign(gate, { state: 'open', expiresAt: null, override })
}

/** Lets the step that a target is told to wait for reach to the end of the phase; gates in front of it stay. */
function reach({ state }: World, phase: Phase): void {
  const over = phase.resolved !== null && state.run.lanes[phase.index]?.openInStep === 0
  const steps = (phase.resolved?.steps ?? []).slice(0, phase.step + (over ? 1 : 0))
  const last = { to: '100%', soakMs: 0, approval: null } as const
  rulesOf(phase).steps = [...rulesOf(phase).steps.slice(0, steps.length), last]
  if (phase.resolved) phase.resolved = { ...phase.resolved, steps: [...steps, phase.total] }
}

function relax({ head }: Loaded, phase: Phase): void {
  const rules = rulesOf(phase)
  if (rules.failureBudget) rules.failureBudget = { ...rules.failureBudget, strict: false }
  const { policy } = head.rules
  const failureBudget = policy.failureBudget && { ...policy.failureBudget, strict: false }
  head.rules = { ...head.rules, policy: { ...policy, failureBudget } }
}

/** Lets a phase count as done, and what it comes after, whatever is still in flight there. */
function finish({ phases, gates }: Loaded, id: string | null): void {
  const phase = phases.find((one) => one.id === id)
  if (!phase) return
  Object.assign(phase, { state: 'succeeded', finishedAt: 0 })
  for (const gate of gates) if (gate.phase === phase.index) gate.state = 'open'
  for (const index of phase.after) finish({ phases, gates } as Loaded, phases[index]?.id ?? null)
}

function standAside({ phases }: Loaded, other: Target, target: Target): void {
  if (other.state === 'pending' && other.id !== target.id) moveTo(phases, other, 'skipped')
}

/** Takes everything else out of a rollout, so that only one target and the time go on. */
export function leaveOnly({ phases, targets }: Loaded, id: number): void {
  for (const other of targets)
    if (!isTerminal(other.state) && other.id !== id) moveTo(phases, other, 'skipped')
}

function moveTo(phases: Loaded['phases'], target: Target, to: TargetState): void {
  const { counts } = phases[target.phase] as Phase
  counts[target.state] -= 1
  counts[to] += 1
  target.state = to
}
