import { withBlock } from '@/lib/core/stats/blocks'
import { amendHandlers } from './apply-amend'
import { forgetGuards } from './apply-guard'
import { rollbackHandlers } from './apply-rollback'
import type { Handlers } from './handlers'
import type { Scene } from './moves'
import type { EngineState, Turn } from './state'
import { isFired, phaseStop } from './stop'

/** What the changes of a rollout as a whole do to its head and its budgets. */
export const rolloutHandlers: Handlers<'rollout' | 'budget' | 'stop'> = {
  ...rollbackHandlers,
  'rollout.scheduled': ({ state: { head }, turn }, { data }) => {
    head.startAt = data.startAt
    turn.head = true
  },
  'rollout.unscheduled': ({ state: { head }, turn }) => {
    head.startAt = null
    turn.head = true
  },
  ...amendHandlers,
  'rollout.started': ({ state: { head }, turn, now }) => {
    head.state = 'running'
    head.startAt = null
    head.startedAt = now
    turn.head = true
  },
  'rollout.paused': ({ state: { head }, turn }, { data }) => {
    head.state = 'paused'
    head.pauseCause = data.cause
    head.pauseDetail = data.detail
    turn.head = true
  },
  'rollout.resumed': ({ state, turn }, { data }) => {
    const { head } = state
    head.state = head.rollback === null ? 'running' : 'rolling_back'
    head.pauseCause = null
    head.pauseDetail = null
    if (data.overriderId !== null) head.lastOverriderId = data.overriderId
    turn.head = true
    forgetGuards(state, turn)
    forgetComparisons(state, turn)
    if (data.acknowledged > 0) acknowledge(state, turn)
  },
  'rollout.aborting': ({ state: { head }, turn }, { data }) => {
    head.state = 'aborting'
    head.startAt = null
    head.pauseCause = null
    head.pauseDetail = null
    head.cancelInFlight = data.cancelInFlight
    // What was to be taken back and has not begun stays as it is.
    head.rollback = null
    turn.head = true
  },
  'rollout.reopened': ({ state, turn }, { data }) => {
    const { head } = state
    head.state = 'running'
    head.finishedAt = null
    head.cancelInFlight = false
    turn.head = true
    forgetGuards(state, turn)
    forgetComparisons(state, turn)
    if (data.acknowledged === 0) return
    acknowledge(state, turn)
    head.lastOverriderId = data.overriderId
  },
  'rollout.succeeded': (scene) => finish(scene, 'succeeded'),
  'rollout.succeeded_with_failures': (scene) => finish(scene, 'succeeded_with_failures'),
  'rollout.nothing_to_do': (scene) => finish(scene, 'nothing_to_do'),
  'rollout.failed': (scene) => finish(scene, 'failed'),
  'rollout.aborted': (scene) => finish(scene, 'aborted'),
  'rollout.rolled_back': (scene) => finish(scene, 'rolled_back'),
  'budget.exhausted': ({ turn }) => {
    turn.head = true
  },
  'stop.fired': ({ turn }) => {
    turn.head = true
  },
  'stop.compared': ({ turn }, { phase, data }) => {
    const { from, trials, failures, blocks } = phase.compared ?? {
      from: phase.total,
      trials: 0,
      failures: 0,
      blocks: {},
    }
    const { fails, waiting, waitingFail } = data
    phase.compared = {
      from: Math.min(from, data.from),
      trials: trials + 1,
      failures: failures + (fails ? 1 : 0),
      blocks: withBlock(blocks, {
        size: waiting + 1,
        failing: waitingFail + (fails ? 1 : 0),
        upgradedFails: fails,
      }),
    }
    turn.phases.add(phase)
  },
}

/** Whoever goes on after a stop on a check has accepted what it had seen: the test begins anew. */
function forgetComparisons({ phases }: EngineState, turn: Turn): void {
  for (const phase of phases) {
    if (!phase.compared || phaseStop(phase)?.check === null || !isFired(phaseStop(phase))) continue
    phase.compared = { ...phase.compared, trials: 0, failures: 0, blocks: {} }
    turn.phases.add(phase)
  }
}

/** Accepts every failure charged so far, in all budgets. */
function acknowledge({ head, phases }: EngineState, turn: Turn): void {
  head.acknowledged = head.charged
  for (const phase of phases) {
    if (phase.acknowledged === phase.charged) continue
    phase.acknowledged = phase.charged
    turn.phases.add(phase)
  }
}

function finish({ state: { head }, turn, now }: Scene, to: typeof head.state): void {
  head.state = to
  head.pauseCause = null
  head.pauseDetail = null
  head.rollback = null
  head.finishedAt = now
  turn.head = true
}
