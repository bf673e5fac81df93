import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '@/lib/core/shared/random'
import { windowAt } from '@/lib/core/shared/weekly-window'
import { afterDone, gatesAt } from './advance'
import { record } from './apply'
import { countRevertFailed } from './budget'
import type { Change, Recorded } from './change'
import { type Command, command } from './command'
import { isTouched, maySend } from './course'
import { explain } from './explain'
import { freeSlots, spreadValue, stepEnd } from './limits'
import { commandState } from './load'
import { isRetryable } from './retry-skip'
import {
  approval,
  checkGate,
  makeRollout,
  type Outside,
  type PhaseSketch,
  type RolloutSketch,
  verifyCheck,
  World,
} from './rollout-kit'
import { type EngineState, inFlightOf, Turn } from './state'
import { isFinished, isInFlight, targetStates } from './states'
import { waitingFor } from './waiting'

/**
 * Random rollouts, an outside that fails in every way it may, and people who command at random moments; the
 * invariants are judged by what reached the outside and by the log.
 */

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
const scenario = fc.record({ sketch, acts, seed: fc.string(), trouble: fc.integer({ min: 0, max: 6 }) })

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

/** What a person does, as a command; null = nothing fits. Refusals are part of the game. */
function perform(world: World, act: string, pick: number): void {
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

const rows = ({ head, phases, gates, guards, targets }: EngineState) => ({
  head: { ...head, rules: null },
  phases: phases.map((one) => ({ ...one, rules: null })),
  gates,
  guards,
  targets: [...targets.values()],
})

function play(
  { sketch: made, acts: list, seed, trouble }: typeof scenario extends fc.Arbitrary<infer T> ? T : never,
  watch?: (world: World) => void,
): World {
  const world = new World(makeRollout(made), outside(createRandom(seed), trouble))
  world.sees = eyes(createRandom(`${seed}/eyes`), trouble)
  watch?.(world)
  for (const { at, act, pick } of [...list].sort((a, b) => a.at - b.at)) {
    world.run(Math.max(at, world.now))
    perform(world, act, pick)
  }
  world.outside = outside(createRandom(seed), 0)
  world.sees = eyes(createRandom(seed), 0)
  return world.run()
}

const runs = { numRuns: 400, endOnFailure: true }

describe('whatever happens', () => {
  it('never more is in flight than limits, spreads and strict budgets allow', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        play(one, (world) => {
          world.onTurn = ({ changes }) => {
            for (const ph of world.state.phases) {
              const flying = [...world.state.targets.values()].filter(
                (t) => t.phase === ph.index && isInFlight(t.state),
              )
              expect(flying.length).toBeLessThanOrEqual(ph.resolved?.maxInFlight ?? 0)
              expect(inFlightOf(ph)).toBe(flying.length)
              for (const { by, maxInFlight } of ph.rules.spread) {
                const all = [...world.state.targets.values()].filter((t) => t.phase === ph.index)
                for (const value of new Set(all.map((t) => spreadValue(t.facts, by)))) {
                  const size = all.filter((t) => spreadValue(t.facts, by) === value).length
                  const max =
                    typeof maxInFlight === 'number'
                      ? maxInFlight
                      : Math.max(1, Math.floor((Number.parseInt(String(maxInFlight), 10) * size) / 100))
                  const inGroup = flying.filter((t) => spreadValue(t.facts, by) === value).length
                  expect(inGroup).toBeLessThanOrEqual(max)
                }
              }
              const strict = ph.rules.failureBudget?.strict
              if (strict && changes.some(({ type }) => type === 'target.started') && ph.acknowledged === 0) {
                expect(ph.charged + flying.filter((t) => t.reason === null).length).toBeLessThanOrEqual(
                  (ph.resolved?.budget ?? 0) + 1,
                )
              }
            }
          }
        })
      }),
      runs,
    )
  })

  it('nothing is sent unless the rollout runs, its phase may start, and its step is reached', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        play(one, (world) => {
          world.onTurn = ({ effects, changes }) => {
            const { state } = world
            for (const { kind, target } of effects) {
              if (kind === 'start') expect(maySend(state.head, target)).toBe(true)
              expect(target.attemptAt).not.toBeNull()
            }
            for (const change of changes) {
              if (change.type !== 'target.started') continue
              const ph = state.phases[change.target.phase]
              if (!ph) throw new Error('no phase')
              expect(afterDone(state, ph)).toBe(true)
              expect(gatesAt(state, ph, 'before').every((gate) => gate.state === 'open')).toBe(true)
              expect(change.target.position).toBeLessThan(stepEnd(ph))
              for (const { spec } of gatesAt(state, ph, 'before')) {
                if (spec.type === 'window') expect(windowAt(spec, change.at).open).toBe(true)
              }
            }
          }
        })
      }),
      runs,
    )
  })

  it('a generation is sent for one attempt of one step only, and a new one only after the last has ended', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play(one, (fresh) => {
          fresh.onTurn = ({ changes, ended: list }) => {
            // An attempt is found by the event that ended it, so each needs one of its own.
            expect(new Set(list.map(({ change }) => change)).size).toBe(list.length)
            for (const { change, target } of list) expect(changes[change]).toHaveProperty('target', target)
          }
        })
        const ended = new Map<string, number>()
        for (const attempt of world.ended) {
          const key = `${attempt.target.id}/${attempt.generation}`
          expect(ended.has(key)).toBe(false)
          ended.set(key, attempt.finishedAt)
        }
        for (const { target, generation, at } of world.starts) {
          const before = ended.get(`${target.id}/${generation - 1}`)
          if (generation > 1) expect(before).toBeLessThanOrEqual(at)
        }
      }),
      runs,
    )
  })

  it('nothing is sent to a target whose checks before the start have not passed since its turn came', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        play(one, (world) => {
          world.onTurn = ({ effects }) => {
            if (world.state.head.rules.operation.preflight.length === 0) return
            for (const { kind, target } of effects) {
              if (kind !== 'start') continue
              const told = world.log.filter((change) => 'target' in change && change.target.id === target.id)
              const begun = told.findLastIndex(({ type }) => type === 'target.started')
              const passed = told.findLastIndex(({ type }) => type === 'target.preflight_passed')
              expect(passed).toBeGreaterThan(begun)
              expect(begun).toBeGreaterThanOrEqual(0)
            }
          }
        })
      }),
      runs,
    )
  })

  it('every count equals what it counts, and the log replayed gives the same state', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play(one)
        for (const ph of world.state.phases) {
          for (const state of targetStates) {
            const all = [...world.state.targets.values()].filter(
              (t) => t.phase === ph.index && t.state === state,
            )
            expect(ph.counts[state]).toBe(all.length)
          }
        }
        const fresh = commandState(makeRollout(one.sketch))
        for (const change of world.log) record(fresh, new Turn(), onto(fresh, change), change.at)
        expect(rows(fresh)).toEqual(rows(world.state))
      }),
      runs,
    )
  })

  it('the same command sent twice has one effect', () => {
    fc.assert(
      fc.property(scenario, fc.constantFrom<Command['type']>('pause', 'abort'), (one, type) => {
        const world = play({ ...one, acts: one.acts.slice(0, 3) })
        const asked = { type, reason: null, cancelInFlight: true, acknowledge: null, userId: 1 } as Command
        const first = command({ ...world.state, run: null }, asked, world.now)
        const second = command({ ...world.state, run: null }, asked, world.now)
        if (first.ok) expect(second.ok).toBe(false)
      }),
      runs,
    )
  })

  it('nothing stalls: it is finished, or says what it waits for and who can end that', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play(one)
        const { state } = world
        const waits = waitingFor(state, { held: [], retrying: [], workerAlive: true })
        if (isFinished(state.head.state)) {
          expect(waits).toEqual([])
          expect(inFlightOf(state.phases[0] ?? never())).toBe(0)
          return
        }
        expect(
          // Somebody can end it, or it ends at a moment that is named: two windows may seldom be open together.
          waits.some(({ unblockedBy, until }) => unblockedBy !== null || until !== null),
          JSON.stringify(waits),
        ).toBe(true)
        for (const target of state.targets.values()) {
          const ph = state.phases[target.phase] ?? never()
          const reasons = explain({
            state,
            phase: ph,
            target,
            verdict: undefined,
            spreads: [],
            workerAlive: true,
          })
          expect(reasons.length).toBeGreaterThan(0)
          if (target.state === 'pending') expect(reasons[0]?.kind).not.toBe('next')
        }
      }),
      runs,
    )
  })

  it('a failure beyond the budget stops it, with no start after the one that tripped it', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play({
          ...one,
          acts: one.acts.filter(({ act }) => !['resume', 'retry', 'rollback-part'].includes(act)),
        })
        const tripped = world.log.findIndex(({ type }) => type === 'budget.exhausted')
        if (tripped < 0) return
        const after = world.log.slice(tripped)
        const starts = ['target.started', 'target.preflight_passed']
        expect(after.filter(({ type }) => starts.includes(type))).toEqual([])
        const turned = after.some(({ type }) => type === 'rollout.rolling_back')
        if (!turned) expect(after.some(({ type }) => type === 'target.attempt_started')).toBe(false)
        expect(['paused', 'aborted', ...(turned ? ['rolled_back', 'failed'] : [])]).toContain(
          world.state.head.state,
        )
      }),
      runs,
    )
  })

  it('a rollback takes back only what was touched, once, after it came to rest, and the last phase first', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play(one, (fresh) => {
          fresh.onTurn = ({ changes }) => {
            const { state } = fresh
            for (const change of changes) {
              if (change.type !== 'target.revert_started') continue
              const { target } = change
              expect(state.head.rules.operation.revert).not.toBeNull()
              expect(target.pastReturn).toBe(false)
              // The step back is the newest attempt, and there was one of the way there before it.
              expect(target.generation).toBeGreaterThan(1)
              for (const later of phasesBehind(state, target.phase)) expect(later.counts.reverting).toBe(0)
            }
          }
        })
        const { state } = world
        const reverted = world.log.filter(({ type }) => type === 'target.reverted').length
        expect(reverted).toBe([...state.targets.values()].filter((t) => t.state === 'reverted').length)
        if (state.head.state !== 'rolled_back') return
        for (const target of state.targets.values()) expect(isTouched(target)).toBe(false)
      }),
      runs,
    )
  })

  it('a rollback that nobody stops ends with nothing in flight, and forgets nobody it meant', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play(one)
        perform(world, 'rollback', 0)
        world.run()
        const { head, targets } = world.state
        if (head.state === 'paused' || head.rules.operation.revert === null) return
        expect(isFinished(head.state)).toBe(true)
        for (const target of targets.values()) expect(isTouched(target) && !target.pastReturn).toBe(false)
      }),
      runs,
    )
  })

  it('approvals that open a gate come from as many different people who may approve', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const world = play(one)
        for (const gate of world.state.gates) {
          if (gate.spec.type !== 'approval' || gate.state !== 'open') continue
          const given = gate.decisions.filter(
            ({ round, verdict }) => round === gate.round && verdict === 'approve',
          )
          expect(new Set(given.map(({ userId }) => userId)).size).toBeGreaterThanOrEqual(gate.spec.count)
          const ids = given.map(({ userId }) => userId)
          expect(ids).not.toContain(5)
          if (gate.spec.notLauncher) expect(ids).not.toContain(1)
        }
      }),
      runs,
    )
  })

  it('a check opens its gate on passes alone, seen since it asked, without a break for as long as it says', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const { log } = play(one)
        const asked = new Map<string, number>()
        const shown = new Map<string, Recorded & { type: 'gate.observed' }>()
        for (const change of log) {
          if (!('gate' in change) || change.gate.spec.type !== 'check') continue
          const { id, spec } = change.gate
          if (change.type === 'gate.requested') {
            asked.set(id, change.at)
            shown.delete(id)
          }
          if (change.type === 'gate.observed') shown.set(id, change)
          if (change.type !== 'gate.opened') continue
          const seen = shown.get(id)?.data
          expect(seen?.kind).toBe('pass')
          expect(seen?.at).toBeGreaterThanOrEqual(asked.get(id) ?? Number.POSITIVE_INFINITY)
          expect(change.at - (seen?.at ?? change.at)).toBeGreaterThanOrEqual(spec.forMs)
        }
      }),
      runs,
    )
  })

  it('a guard that does not pass for as long as it may has paused the rollout by its next look', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const { log } = play(one)
        for (const change of log) {
          if (change.type !== 'rollout.paused' || change.data.cause !== 'guard') continue
          const told = log.slice(0, log.indexOf(change)).findLast(({ type }) => type === 'guard.observed')
          expect(told && 'data' in told && told.data).not.toMatchObject({ kind: 'pass' })
        }
        if (one.sketch.guards?.[0]?.failAfterMs !== 0) return
        log.forEach((change, i) => {
          if (change.type !== 'guard.observed' || change.data.kind === 'pass') return
          expect(log[i + 1]).toMatchObject({ type: 'rollout.paused' })
        })
      }),
      runs,
    )
  })

  it('what a phase may start it starts: free slots and a target that nothing holds up do not coexist', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const { state } = play(one)
        for (const ph of state.phases) {
          if (state.head.state !== 'running' || ph.state !== 'running' || !afterDone(state, ph)) continue
          if (freeSlots(state, ph) <= 0) continue
          const pending = [...state.targets.values()].filter(
            (t) => t.phase === ph.index && t.state === 'pending',
          )
          expect(pending.filter((t) => t.position < stepEnd(ph))).toEqual([])
        }
      }),
      runs,
    )
  })
})

function never(): never {
  throw new Error('no phase')
}

/** The phases that come after one, directly or not. */
function phasesBehind(state: EngineState, index: number): EngineState['phases'] {
  const direct = state.phases.filter(({ after }) => after.includes(index))
  return [...direct, ...direct.flatMap((phase) => phasesBehind(state, phase.index))]
}

/** The same change about the objects of another state. */
function onto(state: EngineState, change: Recorded): Change {
  const copy: Record<string, unknown> = { ...change }
  if ('target' in change) copy.target = state.targets.get(change.target.id)
  if ('phase' in change && change.phase) copy.phase = state.phases[change.phase.index]
  if ('guard' in change) copy.guard = state.guards[change.guard.index]
  if ('gate' in change) copy.gate = state.gates.find(({ id }) => id === change.gate.id)
  return copy as Change
}
