import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowAt } from '@/lib/core/shared/weekly-window'
import { propertyRuns, sequencesEach } from '@/lib/testing/engine/property-runs'
import { questionOf } from '@/lib/testing/engine/question'
import { perform, play, rows, scenario } from '@/lib/testing/engine/scenario'
import { afterDone, gatesAt } from './advance'
import { record } from './apply'
import type { Change, Recorded } from './change'
import { type Command, command } from './command'
import { isTouched, maySend } from './course'
import { explain } from './explain'
import { idleTargets } from './idle'
import { freeSlots, spreadValue, stepEnd } from './limits'
import { commandState } from './load'
import { makeRollout } from './rollout-kit'
import { type EngineState, inFlightOf, Turn } from './state'
import { isFinished, isInFlight, targetStates } from './states'
import { waitingFor } from './waiting'

/** The invariants, judged by what reached the outside and by the log. */

const runs = propertyRuns(sequencesEach)

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
              // What a rollback of others holds between two tries takes no slot from it.
              const { head, run } = world.state
              const idle = head.rollback === null ? [] : idleTargets(run)
              const acting = flying.filter((t) => !idle.includes(t))
              expect(acting.length).toBeLessThanOrEqual(ph.resolved?.maxInFlight ?? 0)
              expect(inFlightOf(ph)).toBe(flying.length)
              for (const { by, maxInFlight } of ph.rules.spread) {
                const all = [...world.state.targets.values()].filter((t) => t.phase === ph.index)
                for (const value of new Set(all.map((t) => spreadValue(t.facts, by)))) {
                  const size = all.filter((t) => spreadValue(t.facts, by) === value).length
                  const max =
                    typeof maxInFlight === 'number'
                      ? maxInFlight
                      : Math.max(1, Math.floor((Number.parseInt(String(maxInFlight), 10) * size) / 100))
                  const inGroup = acting.filter((t) => spreadValue(t.facts, by) === value).length
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
            for (const { kind, step, target } of effects) {
              // What was touched by an earlier try is taken back without them.
              if (kind !== 'start' || step === 'revert') continue
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
        const waits = waitingFor(state, { held: [], retrying: [], workerAlive: true }, world.now)
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
          const reasons = explain(questionOf(world, target))
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
