import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns, sequencesEach } from '@/lib/testing/engine/property-runs'
import { perform, play, scenario } from '@/lib/testing/engine/scenario'
import type { Recorded } from './change'
import { isTouched } from './course'
import type { EngineState } from './state'
import { isFinished } from './states'

/** Budgets, gates, guards and rollbacks, judged by the log. */

const runs = propertyRuns(sequencesEach)

describe('what stops and turns a rollout, whatever happens', () => {
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
})

/** The phases that come after one, directly or not. */
function phasesBehind(state: EngineState, index: number): EngineState['phases'] {
  const direct = state.phases.filter(({ after }) => after.includes(index))
  return [...direct, ...direct.flatMap((phase) => phasesBehind(state, phase.index))]
}
