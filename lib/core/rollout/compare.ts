import { record } from './apply'
import type { Lane } from './lane'
import type { Phase, Target } from './model'
import type { EngineState, Runtime, Turn } from './state'
import { tripStops } from './trip-stops'
import type { Sighting, WatchOrder } from './watch-memory'

/**
 * Comparisons for a statistical stop on a check: as a target comes to rest, its cluster and a few that still wait are
 * looked at together. Those that wait are taken from the end of the phase's stored order, each once, so one number
 * tells which have served; a target that has is not compared itself when its turn comes. A comparison that is lost
 * (in a crash) teaches nothing, and its clusters serve again.
 */

/** Waiting clusters beside each upgraded one: three failures in a row that they do not share are evidence enough for 1 %. */
const controlsMax = 4
/** Comparisons of one rollout under way at once. */
const underWayMax = 8

/** The operation's check that a phase's stop compares by; undefined = its stop is none on a check. */
const checkOf = ({ head }: EngineState, { rules }: Phase) =>
  head.rules.operation.verify.find(({ name }) => name === rules.stop?.check)

/** Orders the looks that are due: for what has just come to rest, and what had to wait for its turn. */
export function compare(state: EngineState, run: Runtime, turn: Turn): void {
  const { waiting, underWay } = run.comparisons
  for (const change of turn.changes) {
    if (change.type !== 'target.succeeded' && change.type !== 'target.failed') continue
    if (state.phases[change.target.phase]?.rules.stop?.check !== undefined) waiting.add(change.target.id)
  }
  if (state.head.state !== 'running') return
  for (const id of waiting) {
    if (underWay.size >= underWayMax) return
    waiting.delete(id)
    const target = state.targets.get(id)
    const order = target && orderFor(state, run, target)
    if (!order) continue
    underWay.add(order.key)
    turn.toWatch.push(order)
  }
}

function orderFor(state: EngineState, { lanes, comparisons }: Runtime, target: Target): WatchOrder | null {
  const phase = state.phases[target.phase]
  const lane = lanes[target.phase]
  const check = phase && checkOf(state, phase)
  if (!phase || !lane || !check || !isCompared(target)) return null
  const from = Math.min(comparisons.from.get(phase.index) ?? phase.total, phase.compared?.from ?? phase.total)
  if (target.position >= from) return null
  const controls = controlsBefore(lane, from, target.position)
  const first = controls.at(-1)
  if (!first) return null
  comparisons.from.set(phase.index, first.position)
  return {
    key: `stop:${target.id}:${target.generation}`,
    round: target.generation,
    subject: { clusters: [target, ...controls] },
    check: check.check,
    with: check.with,
  }
}

const isCompared = ({ state }: Target): boolean => state === 'succeeded' || state === 'failed'
const isUntouched = ({ state, generation }: Target): boolean => state === 'pending' && generation === 0

/** Takes targets that wait, from the end of the order; the last of them is the first in it. */
function controlsBefore(lane: Lane, from: number, after: number): Target[] {
  const controls: Target[] = []
  for (let position = from - 1; position > after && controls.length < controlsMax; position--) {
    const target = lane.at(position)
    if (isUntouched(target)) controls.push(target)
  }
  return controls
}

/** Takes in what a comparison has shown. What could not be seen is left out; so is what does not wait any more. */
export function takeComparison(
  state: EngineState,
  run: Runtime,
  turn: Turn,
  seen: Sighting,
  now: number,
): void {
  run.comparisons.underWay.delete(seen.key)
  const [upgraded, ...others] = seen.shown ?? []
  const target = upgraded && state.targets.get(upgraded.target)
  const phase = target && state.phases[target.phase]
  if (!phase || target.generation !== seen.round || !isCompared(target) || state.head.rollback !== null)
    return
  const controls = others.flatMap(({ target: id, kind }) => {
    const control = state.targets.get(id)
    return control ? [{ control, kind }] : []
  })
  const from = Math.min(...controls.map(({ control }) => control.position), phase.total)
  const known = controls.filter(({ control, kind }) => kind !== 'unknown' && isUntouched(control))
  if (upgraded.kind === 'unknown' || known.length === 0) return
  const data = {
    cluster: target.cluster,
    fails: upgraded.kind === 'fail',
    waiting: known.length,
    waitingFail: known.filter(({ kind }) => kind === 'fail').length,
    from,
  }
  record(state, turn, { type: 'stop.compared', phase, data }, now)
  tripStops(state, turn, phase.index, now)
}

/** Takes comparisons back that were never made: they are due again. */
export function giveBackComparison({ comparisons }: Runtime, { key, subject }: WatchOrder): void {
  if (!('clusters' in subject)) return
  comparisons.underWay.delete(key)
  const [target] = subject.clusters
  if (target) comparisons.waiting.add(target.id)
}
