import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowAt } from '@/lib/core/shared/weekly-window'
import { propertyRuns, sequencesEach } from '@/lib/testing/engine/property-runs'
import { play, scenario } from '@/lib/testing/engine/scenario'
import { afterDone, gatesAt } from './advance'
import { maySend } from './course'
import { idleTargets } from './idle'
import { freeSlots, spreadValue, stepEnd } from './limits'
import { inFlightOf } from './state'
import { isInFlight } from './states'

/** What reaches the outside, judged by what did. */

const runs = propertyRuns(sequencesEach)

describe('what is sent, whatever happens', () => {
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
