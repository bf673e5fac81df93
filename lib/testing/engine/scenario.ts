/**
 * Random rollouts, an outside that fails in every way it may, and people who command at random moments, for the
 * property tests of the core.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { countRevertFailed } from '@/lib/core/rollout/budget'
import type { Command } from '@/lib/core/rollout/command'
import { isTouched } from '@/lib/core/rollout/course'
import { isRetryable } from '@/lib/core/rollout/retry-skip'
import {
  approval,
  checkGate,
  makeRollout,
  type Outside,
  type PhaseSketch,
  type RolloutSketch,
  verifyCheck,
  World,
} from '@/lib/core/rollout/rollout-kit'
import type { EngineState } from '@/lib/core/rollout/state'
import { createRandom, type Random } from '@/lib/core/shared/random'

const amount = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom<`${number}%`>('10%', '34%', '50%', '100%'),
)
const budget = fc.option(
  fc.record({
    max: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom<`${number}%`>('10%', '50%')),
    onExhausted: fc.constantFrom<'pause' | 'abort' | 'rollback'>('pause', 'pause', 'abort', 'rollback'),
    strict: fc.boolean(),
  }),
)
const someApproval = fc.record({
  count: fc.integer({ min: 1, max: 2 }),
  notLauncher: fc.boolean(),
  always: fc.boolean(),
  expiresMs: fc.constantFrom(30_000, 86_400_000),
})
/** The clock begins at 1970-01-01T00:00Z, a Thursday; commands come within its first minutes. */
const someWindow = fc.record({
  type: fc.constant('window' as const),
  days: fc.constantFrom(['thu' as const], ['thu' as const, 'sun' as const]),
  from: fc.constantFrom('00:00', '00:01', '23:00'),
  to: fc.constantFrom('00:02', '03:00'),
  timezone: fc.constant('UTC'),
})
const someCheck = fc
  .record({
    everyMs: fc.constantFrom(1_000, 5_000),
    forMs: fc.constantFrom(0, 0, 8_000),
    timeoutMs: fc.constantFrom(20_000, 600_000),
    always: fc.boolean(),
  })
  .map(checkGate)
const someGuard = fc.record({
  name: fc.constant('errors'),
  check: fc.constant('http' as const),
  with: fc.constant({}),
  everyMs: fc.constantFrom(2_000, 10_000),
  failAfterMs: fc.constantFrom(0, 15_000),
})
const phase: fc.Arbitrary<PhaseSketch> = fc.record({
  size: fc.integer({ min: 0, max: 9 }),
  maxInFlight: amount,
  regions: fc.constantFrom(['a'], ['a', 'b'], ['a', 'a', 'b', 'c']),
  spread: fc.oneof(
    fc.constant([]),
    fc.record({ maxInFlight: amount }).map(({ maxInFlight }) => [{ by: 'region', maxInFlight }]),
    fc.constant([
      { by: 'region', maxInFlight: 1 },
      { by: 'tier', maxInFlight: 3 },
    ]),
  ),
  failureBudget: budget,
  soakMs: fc.constantFrom(0, 0, 20_000),
  before: fc
    .array(fc.oneof(someApproval.map(approval), someWindow, someCheck), { maxLength: 2 })
    // Two windows may never be open together: such a phase rightly waits for ever.
    .map((gates) => gates.filter(({ type }, i) => type !== 'window' || gates[i - 1]?.type !== 'window')),
  checks: fc.array(someCheck, { maxLength: 1 }),
  steps: fc.constantFrom(
    [{ to: '100%' as const, soakMs: 0, approval: null }],
    [
      { to: 1, soakMs: 5_000, approval: null },
      { to: '100%' as const, soakMs: 0, approval: null },
    ],
    [
      { to: 2, soakMs: 0, approval: approval({ notLauncher: false }) },
      { to: '100%' as const, soakMs: 3_000, approval: null },
    ],
    [
      { to: 1, soakMs: 4_000, approval: null },
      { to: '50%' as const, soakMs: 6_000, approval: approval({ notLauncher: false }) },
      { to: '100%' as const, soakMs: 0, approval: null },
    ],
  ),
})
const sketch: fc.Arbitrary<RolloutSketch> = fc
  .record({
    phases: fc.array(phase, { minLength: 1, maxLength: 4 }),
    parallel: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    failureBudget: budget,
    guards: fc.array(someGuard, { maxLength: 1 }),
    operation: fc.record({
      preflight: fc.constantFrom([], [verifyCheck]),
      verify: fc.constantFrom([], [verifyCheck]),
      retry: fc.record({
        attempts: fc.integer({ min: 1, max: 3 }),
        backoffMs: fc.constantFrom(0, 1_000, 10_000),
        maxBackoffMs: fc.constant(15_000),
      }),
      timeoutMs: fc.constantFrom(15_000, 600_000),
      revert: fc.constantFrom({ driver: 'simulator' as const, with: {} }, null),
      irreversibleAfter: fc.constantFrom(null, null, 'apply' as const, 'verify' as const),
    }),
  })
  .map(({ phases, parallel, failureBudget, guards, operation }) => ({
    failureBudget,
    guards,
    operation,
    phases: phases.map((one, i) => {
      const after = i >= 2 && parallel[i] ? [`p${i - 2}`] : undefined
      return after ? { ...one, after } : one
    }),
  }))
const acts = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 90_000 }),
    act: fc.constantFrom(
      'pause',
      'resume',
      'abort',
      'cancel',
      'approve',
      'approve',
      'reject',
      'retry',
      'skip',
      'rollback',
      'rollback',
      'rollback-cancel',
      'rollback-part',
      'crash',
      'reload',
    ),
    pick: fc.nat(),
  }),
  { maxLength: 12 },
)
/** A rollout, what people do and when, how its outside is drawn, and in how many of ten calls that misbehaves. */
export type Scenario = typeof scenario extends fc.Arbitrary<infer One> ? One : never

/** Draws a scenario. */
export const scenario = fc.record({
  sketch,
  acts,
  seed: fc.string(),
  trouble: fc.integer({ min: 0, max: 6 }),
})

/** An outside that misbehaves in `trouble` of ten calls; once an operation is accepted it ends some time. */
function outside(random: Random, trouble: number): Outside {
  return ({ kind, step, target }) => {
    const after = random.int(3) * 700
    const bad = random.int(10) < trouble
    if (kind === 'cancel') {
      return { after, answer: { kind: 'cancel', confirmed: random.int(2) === 0, message: null } }
    }
    if (bad) {
      const kinds = kind === 'start' ? 4 : 3
      switch (random.int(kinds)) {
        case 0:
          return { after, answer: { kind: 'failed', message: 'failed' } }
        case 1:
          return { after, answer: { kind: 'lost', message: 'lost' } }
        case 2:
          return kind === 'start'
            ? { after: 60_000, answer: { kind: 'succeeded', message: null } }
            : { after, answer: { kind: 'unknown', message: 'garbage', retryAfterMs: null } }
        default:
          return { after, answer: { kind: 'delayed', message: '503', retryAfterMs: random.int(2) * 4_000 } }
      }
    }
    if (step === 'apply' && kind === 'start' && random.int(2) === 0) {
      const operationId = random.int(3) === 0 ? null : `op-${target.id}`
      return { after, answer: { kind: 'accepted', operationId, pollAfterMs: 2_000 } }
    }
    if (kind === 'observe' && random.int(3) === 0) {
      const nodes = { n1: { state: 'restarted', message: null } }
      return {
        after,
        answer: { kind: 'running', progress: random.next(), message: null, nodes, pollAfterMs: 2_000 },
      }
    }
    return { after, answer: { kind: 'succeeded', message: null } }
  }
}

/** Looks at checks that show anything in `trouble` of ten; now and then one does not come back for long. */
function eyes(random: Random, trouble: number): World['sees'] {
  return (_, now) => {
    // Nobody looks for ever: what has not passed by then expires, and the rollout comes to rest.
    if (now > 150_000) return null
    const kind = random.int(10) < trouble ? (['fail', 'unknown'] as const)[random.int(2)] : 'pass'
    return { after: random.int(8) === 0 ? 12_000 : random.int(3) * 300, kind: kind ?? 'fail' }
  }
}

const people = [
  { userId: 1, user: 'launcher', roles: ['approver', 'operator'] },
  { userId: 3, user: 'ann', roles: ['approver'] },
  { userId: 4, user: 'bob', roles: ['admin'] },
  { userId: 5, user: 'eve', roles: ['viewer'] },
]

/** Does what a person does, as a command. Refusals are part of the game. */
export function perform(world: World, act: string, pick: number): void {
  const { state } = world
  const targets = [...state.targets.values()]
  const send = (asked: Command, named: typeof targets = []): void => {
    const before = JSON.stringify(rows(state))
    try {
      world.send(asked, named)
    } catch (error) {
      expect(String(error)).toMatch(/conflict|forbidden|stale|not_found/)
      expect(JSON.stringify(rows(state)), 'a refusal changes nothing').toBe(before)
    }
  }
  switch (act) {
    case 'pause':
      send({ type: 'pause', reason: null })
      break
    case 'resume': {
      const failures = state.head.charged - state.head.acknowledged
      const back = state.head.pauseCause === 'budget' ? countRevertFailed(state) : 0
      const accepted = state.head.rollback === null ? failures : back
      send({ type: 'resume', reason: null, userId: 9, acknowledge: accepted > 0 ? accepted : null })
      break
    }
    case 'abort':
    case 'cancel':
      send({ type: 'abort', reason: null, cancelInFlight: act === 'cancel' })
      break
    case 'approve':
    case 'reject': {
      const gates = state.gates.filter(({ spec }) => spec.type === 'approval')
      const gate = gates[pick % Math.max(1, gates.length)]
      const person = people[pick % people.length]
      if (!gate || !person) return
      const about = { gate: gate.id, verdict: act, person, others: people } as const
      send({ type: 'decide-gate', comment: 'x', failedSince: [], planHash: null, ...about })
      break
    }
    case 'retry':
      send(
        { type: 'retry', userId: 9 },
        targets.filter(isRetryable).filter((_, i) => (i + pick) % 2 === 0),
      )
      break
    case 'skip':
      send({ type: 'skip', reason: 'x' }, targets.filter((one) => one.state === 'pending').slice(0, pick % 3))
      break
    case 'rollback':
    case 'rollback-cancel':
      send(
        { type: 'rollback', reason: null, part: false, cancelInFlight: act === 'rollback-cancel' },
        targets.filter(({ generation }) => generation > 0),
      )
      break
    case 'rollback-part':
      send(
        { type: 'rollback', reason: null, part: true, cancelInFlight: pick % 2 === 0 },
        targets.filter(isTouched).filter((_, i) => (i + pick) % 3 === 0),
      )
      break
    default:
      world.reload(act === 'crash')
  }
}

/** Shows what a state would store, to be compared. */
export const rows = ({ head, phases, gates, guards, targets }: EngineState) => ({
  head: { ...head, rules: null },
  phases: phases.map((one) => ({ ...one, rules: null })),
  gates,
  guards,
  targets: [...targets.values()],
})

/** Plays a scenario to its end: the outside mends itself after the last act, and everything comes to rest. */
export function play(one: Scenario, watch?: (world: World) => void): World {
  const world = playActs(one, watch)
  world.outside = outside(createRandom(one.seed), 0)
  world.sees = eyes(createRandom(one.seed), 0)
  return world.run()
}

/** Plays a scenario up to its last act: much may be under way then. */
export function playActs(
  { sketch: made, acts: list, seed, trouble }: Scenario,
  watch?: (world: World) => void,
): World {
  const world = new World(makeRollout(made), outside(createRandom(seed), trouble))
  world.sees = eyes(createRandom(`${seed}/eyes`), trouble)
  watch?.(world)
  for (const { at, act, pick } of [...list].sort((a, b) => a.at - b.at)) {
    world.run(Math.max(at, world.now))
    perform(world, act, pick)
  }
  return world
}
