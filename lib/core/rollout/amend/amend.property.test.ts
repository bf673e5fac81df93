import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { createRandom } from '@/lib/core/shared/random'
import { propertyRuns } from '@/lib/testing/engine/property-runs'
import { gatesAt } from '../advance'
import { record } from '../apply'
import type { Change, Recorded } from '../change'
import { stepEnd } from '../limits'
import { commandState } from '../load'
import type { Gate, Phase, Target } from '../model'
import { approval, checkGate, type RolloutSketch, type World } from '../rollout-kit'
import { type EngineState, inFlightOf, isDone, Turn } from '../state'
import { targetStates } from '../states'
import { asks, launched, other, planned } from './amend-kit'

/** Rollouts that are amended at random moments, while targets are in flight, fail, wait and soak. */

const plain = { soakMs: 0, approval: null }
const rules = fc.record({
  maxInFlight: fc.constantFrom(1, 2, 4, '50%' as const),
  soakMs: fc.constantFrom(0, 0, 9_000),
  steps: fc.constantFrom<ResolvedPhase['steps']>(
    [{ to: '100%', ...plain }],
    [
      { to: 1, ...plain },
      { to: '100%', ...plain },
    ],
    [
      { to: 2, soakMs: 4_000, approval: approval() },
      { to: '50%', ...plain },
      { to: '100%', ...plain },
    ],
  ),
  order: fc.constantFrom<ResolvedPhase['order']>(
    { type: 'random' },
    { type: 'fields', fields: [{ field: 'name', descending: true }] },
    { type: 'fields', fields: [] },
  ),
  spread: fc.constantFrom([], [{ by: 'region', maxInFlight: 1 }]),
  failureBudget: fc.constantFrom(
    { max: 20, onExhausted: 'pause' as const, strict: false },
    { max: 1, onExhausted: 'pause' as const, strict: true },
  ),
  checks: fc.constantFrom([], [checkGate({ everyMs: 2_000 })]),
})
const gates = fc.constantFrom([], [approval()], [approval({ count: 2 })], [checkGate({ everyMs: 2_000 })])
const shape = fc.record({ rules, gates, size: fc.integer({ min: 1, max: 7 }) })
const change = fc.record({
  at: fc.integer({ min: 0, max: 40_000 }),
  what: fc.constantFrom(
    'rules',
    'rules',
    'gates',
    'remove',
    'insert',
    'swap',
    'take',
    'same',
    'pause',
    'resume',
  ),
  phase: fc.nat(),
  rules,
  gates,
})
const scenario = fc.record({
  phases: fc.array(shape, { minLength: 1, maxLength: 4 }),
  acts: fc.array(change, { minLength: 1, maxLength: 6 }),
  seed: fc.string(),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never
type Act = Scenario['acts'][number]

/** Another policy: one phase otherwise, gone, added, or elsewhere; the last one takes whatever is left. */
function another(world: World, { what, phase, rules: other_, gates: before }: Act): ResolvedPolicy {
  const { policy } = world.state.head.rules
  const at = phase % policy.phases.length
  let phases = [...policy.phases]
  const present = phases[at] as ResolvedPhase
  if (what === 'rules') phases[at] = { ...present, ...other_ }
  if (what === 'gates') phases[at] = { ...present, before }
  if (what === 'take') phases[at] = { ...present, take: '50%' }
  if (what === 'remove') phases.splice(at, 1)
  if (what === 'swap' && phases[at + 1]) phases.splice(at, 2, phases[at + 1] as ResolvedPhase, present)
  if (what === 'insert') {
    const id = `x${world.log.length}`
    phases.splice(at, 0, {
      ...present,
      ...other_,
      id,
      title: id,
      before,
      take: null,
      select: 'cluster.name.endsWith("1")',
    })
  }
  phases = phases.map((one, i) => ({ ...one, after: i === 0 ? [] : [phases[i - 1]?.id as string] }))
  const last = phases.at(-1)
  if (last && what !== 'rules' && what !== 'same')
    phases[phases.length - 1] = { ...last, select: 'true', take: null }
  return { ...policy, phases }
}

interface Seen {
  amended: number
  refused: number
}

const sketchOf = ({ phases }: Scenario): RolloutSketch => ({
  phases: phases.map(({ rules: own, gates: before, size }) => ({
    ...own,
    before,
    size,
    regions: ['a', 'b'],
  })),
  operation: { retry: { attempts: 2, backoffMs: 500, maxBackoffMs: 500 } },
})

function play(
  one: Scenario,
  watch: (world: World, seen: Seen) => void = () => {},
): { world: World; seen: Seen } {
  const world = launched(sketchOf(one))
  const random = createRandom(one.seed)
  world.outside = () => ({
    after: 500 + random.int(4) * 700,
    answer: random.int(6) === 0 ? { kind: 'failed', message: 'no' } : { kind: 'succeeded', message: null },
  })
  world.sees = () => ({ after: 100, kind: random.int(4) === 0 ? 'fail' : 'pass' })
  const seen = { amended: 0, refused: 0 }
  watch(world, seen)
  for (const act of [...one.acts].sort((a, b) => a.at - b.at)) {
    world.run(Math.max(act.at, world.now))
    approveAll(world)
    tryTo(world, act, seen)
  }
  world.outside = () => ({ after: 1_000, answer: { kind: 'succeeded', message: null } })
  world.sees = () => ({ after: 100, kind: 'pass' })
  for (
    let i = 0;
    i < 60 && !['succeeded', 'succeeded_with_failures', 'failed'].includes(world.state.head.state);
    i++
  ) {
    if (world.state.head.state === 'paused') goOn(world)
    approveAll(world)
    world.after(30_000)
  }
  return { world, seen }
}

function tryTo(world: World, act: Act, seen: Seen): void {
  const { head } = world.state
  if (act.what === 'pause') {
    if (head.state === 'running') world.send({ type: 'pause', reason: null })
    return
  }
  if (act.what === 'resume') {
    if (head.state === 'paused') goOn(world)
    return
  }
  const before = snapshot(world.state)
  const asked = asks(world, another(world, act), { approvedBy: other })
  try {
    world.send(asked, [...world.state.targets.values()])
    seen.amended += 1
    judge(before, world.state)
  } catch (error) {
    expect(String(error)).toMatch(/Error: (conflict|forbidden|stale)/)
    expect(JSON.stringify(snapshot(world.state)), 'a refusal changes nothing').toBe(JSON.stringify(before))
    seen.refused += 1
  }
}

function goOn(world: World): void {
  const { head } = world.state
  const acknowledge = head.charged - head.acknowledged
  world.send({
    type: 'resume',
    reason: null,
    userId: null,
    acknowledge: acknowledge > 0 ? acknowledge : null,
  })
}

function approveAll(world: World): void {
  for (const { id, spec } of world.state.gates) {
    if (spec.type !== 'approval') continue
    for (const userId of [21, 22]) {
      const gate = world.state.gates.find((each) => each.id === id) as Gate
      if (gate.state !== 'closed' || gate.requestedAt === null) continue
      if (world.state.head.state !== 'running' && world.state.head.state !== 'paused') continue
      const people = [21, 22].map((each) => ({ userId: each, user: `u${each}`, roles: ['approver'] }))
      const person = people.find((each) => each.userId === userId)
      if (!person || gate.decisions.some((each) => each.userId === userId && each.round === gate.round))
        continue
      world.send({
        type: 'decide-gate',
        gate: id,
        verdict: 'approve',
        comment: null,
        person,
        others: people,
        failedSince: [],
        planHash: world.state.head.planHash,
      })
    }
  }
}

const snapshot = (state: EngineState) => ({
  head: { ...state.head, rules: null },
  phases: state.phases.map((phase) => ({ ...phase, counts: { ...phase.counts }, rules: null })),
  gates: state.gates.map((gate) => ({ ...gate, decisions: [...gate.decisions] })),
  targets: [...state.targets.values()].map((target) => ({ ...target })).sort((a, b) => a.id - b.id),
})
type Snapshot = ReturnType<typeof snapshot>

/** What an amendment may not touch, and what it has to leave in order. */
function judge(before: Snapshot, after: EngineState): void {
  const phaseOf = new Map(before.phases.map((phase) => [phase.index, phase]))
  for (const was of before.targets) {
    const is = after.targets.get(was.id) as Target
    const { phase: _, position: __, ...past } = was
    expect(is, 'nothing that has happened to a target changes').toMatchObject(past)
    const old = phaseOf.get(was.phase) as Snapshot['phases'][number]
    if (was.generation === 0 && was.state === 'pending') continue
    if (old.resolved === null && !isDone(old)) continue
    expect(after.phases[is.phase]?.id, 'what has begun stays in its phase').toBe(old.id)
    expect(is.position, 'and in its place').toBe(was.position)
  }
  consistent(after)
  for (const was of before.phases) {
    if (was.resolved === null && !isDone(was)) continue
    const is = after.phases.find(({ id }) => id === was.id) as Phase
    const { state, total, charged, counts, startedAt } = was
    expect(is).toMatchObject({ state, total, charged, counts, startedAt })
  }
  for (const gate of after.gates) {
    const phase = after.phases[gate.phase] as Phase
    const open = gate.state === 'open' && gate.spec.type === 'approval' && gate.place === 'before'
    if (open)
      expect(phase.resolved !== null || isDone(phase), 'no approval of another plan opens anything').toBe(
        true,
      )
  }
}

function consistent({ phases, targets, gates: all }: EngineState): void {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  for (const phase of phases) {
    const own = [...targets.values()].filter((target) => target.phase === phase.index)
    expect(own.map(({ position }) => position).sort((a, b) => a - b)).toEqual(own.map((_, i) => i))
    expect(own).toHaveLength(phase.total)
    for (const state of targetStates) {
      expect(phase.counts[state]).toBe(own.filter((target) => target.state === state).length)
    }
  }
}

const runs = propertyRuns(120)

it('an amendment at any moment leaves what has begun as it is, and every target in exactly one place', () => {
  let amended = 0
  fc.assert(
    fc.property(scenario, (one) => {
      const { world, seen } = play(one)
      consistent(world.state)
      amended += seen.amended
    }),
    runs,
  )
  expect(amended, 'a run in which nothing was amended proves nothing').toBeGreaterThan(runs.numRuns / 2)
})

it('whatever starts after an amendment starts under its limits, steps, gates and order of phases', () => {
  fc.assert(
    fc.property(scenario, (one) => {
      play(one, (world) => {
        world.onTurn = ({ changes }) => {
          for (const started of changes) {
            if (started.type !== 'target.started') continue
            const { target } = started
            const phase = world.state.phases[target.phase] as Phase
            expect(inFlightOf(phase)).toBeLessThanOrEqual(phase.resolved?.maxInFlight ?? 0)
            expect(target.position).toBeLessThan(stepEnd(phase))
            expect(phase.after.every((index) => isDone(world.state.phases[index] as Phase))).toBe(true)
            const before = gatesAt(world.state, phase, 'before')
            expect(
              before.filter(({ spec }) => spec.type === 'window').every(({ state }) => state === 'open'),
            ).toBe(true)
            for (const { by } of phase.rules.spread) {
              expect(by).toBe('region')
              const flying = [...world.state.targets.values()].filter(
                (each) =>
                  each.phase === target.phase &&
                  each.facts.region === target.facts.region &&
                  (each.state === 'applying' || each.state === 'verifying'),
              )
              expect(flying.length).toBeLessThanOrEqual(1)
            }
          }
        }
      })
    }),
    runs,
  )
})

it('a rollout that was amended still ends, with every target started exactly as often as it was tried', () => {
  fc.assert(
    fc.property(scenario, (one) => {
      const { world } = play(one)
      expect(world.state.head.state).toMatch(/^(succeeded|succeeded_with_failures|failed)$/)
      const sent = new Map<string, number>()
      for (const { target, generation } of world.starts) {
        const key = `${target.id}/${generation}`
        sent.set(key, (sent.get(key) ?? 0) + 1)
      }
      expect([...sent.values()].every((count) => count === 1)).toBe(true)
      for (const { id } of world.state.targets.values()) expect(sent.has(`${id}/1`)).toBe(true)
    }),
    runs,
  )
})

it('the log replayed gives the same state, amendments included', () => {
  fc.assert(
    fc.property(scenario, (one) => {
      const { world } = play(one)
      const fresh = commandState(planned(sketchOf(one)))
      for (const each of world.log) record(fresh, new Turn(), onto(fresh, each), each.at)
      expect(snapshot(fresh)).toEqual(snapshot(world.state))
    }),
    runs,
  )
})

/** The same change, about the objects of another state. */
function onto(state: EngineState, recorded: Recorded): Change {
  const { at: _, attempt: __, ...change } = recorded
  if ('target' in change)
    return { ...change, target: state.targets.get(change.target.id) as Target } as Change
  if ('gate' in change)
    return { ...change, gate: state.gates.find(({ id }) => id === change.gate.id) as Gate } as Change
  if ('phase' in change && change.phase)
    return { ...change, phase: state.phases.find(({ id }) => id === change.phase?.id) as Phase } as Change
  return change as Change
}
