import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns, sequencesEach } from '@/lib/testing/engine/property-runs'
import { questionOf } from '@/lib/testing/engine/question'
import { play, rows, scenario } from '@/lib/testing/engine/scenario'
import { record } from './apply'
import type { Change, Recorded } from './change'
import { type Command, command } from './command'
import { explain } from './explain'
import { commandState } from './load'
import { makeRollout } from './rollout-kit'
import { type EngineState, inFlightOf, Turn } from './state'
import { isFinished, targetStates } from './states'
import { waitingFor } from './waiting'

/** The state, its log and its words, which have to agree. */

const runs = propertyRuns(sequencesEach)

describe('what is written and told, whatever happens', () => {
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
})

function never(): never {
  throw new Error('no phase')
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
