import type { Plan } from '@/lib/core/plan/types'
import { nextGateAt } from '@/lib/core/rollout/advance'
import { command } from '@/lib/core/rollout/command'
import { decide } from '@/lib/core/rollout/decide'
import { nextLookAt } from '@/lib/core/rollout/depart'
import { Heap } from '@/lib/core/rollout/heap'
import { tickerState } from '@/lib/core/rollout/load'
import type { Gate, Target } from '@/lib/core/rollout/model'
import type { Look, Observation } from '@/lib/core/rollout/observation'
import type { EngineState, Runtime, Turn } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import type { Verdict } from '@/lib/core/rollout/verdict'
import { nextWatchAt } from '@/lib/core/rollout/watch'
import type { Sighting } from '@/lib/core/rollout/watch-memory'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { createRandom, type Random } from '@/lib/core/shared/random'
import { createOutside, drawMs } from './outside'
import { createRecorder, type Recorder } from './recorder'
import { stage } from './stage'
import type { Beliefs, PlannedFreeze, RunResult } from './types'

export interface RunInput {
  readonly plan: Plan
  readonly fleet: ReadonlyMap<string, ClusterFacts>
  readonly beliefs: Beliefs
  readonly freezes: readonly PlannedFreeze[]
  readonly startsAt: number
  readonly seed: string
}

/** Something that somebody does later. */
interface Act {
  readonly at: number
  readonly gate: Gate
}

const asksOthers = ({ spec }: Gate): boolean => spec.type === 'approval' || spec.type === 'webhook'

/** After how many decisions a run lets others have the processor. */
const decisionsPerSlice = 20
/** More decisions than any rollout takes; then something goes in circles. */
const decisionsMax = 5_000_000

/**
 * Carries a plan from its launch to its end, or to where it stops, by the very functions that carry real rollouts
 * (`decide`, `command`), on a clock that jumps from one event to the next. The outside is drawn from beliefs; nobody
 * resumes what has stopped. Yields now and then, so that who runs it can do something else in between.
 */
export function* simulate(input: RunInput): Generator<void, RunResult> {
  const run = new Run(input)
  for (let decisions = 1; run.step(); decisions++) {
    if (decisions % decisionsPerSlice === 0) yield
    if (decisions > decisionsMax) throw new Error('a rehearsal does not come to rest')
  }
  return run.result()
}

class Run {
  private now: number
  private readonly random: Random
  private readonly state: EngineState & { readonly run: Runtime }
  private readonly reply: ReturnType<typeof createOutside>
  private readonly recorder: Recorder
  private readonly calls = new Heap<{ at: number; observation: Observation }>((a, b) => a.at < b.at)
  private readonly acts = new Heap<Act>((a, b) => a.at < b.at)
  private looks: Look[] = []
  private sightings: Sighting[] = []

  constructor(private readonly input: RunInput) {
    const { plan, fleet, beliefs, startsAt, seed } = input
    const { retry, timeoutMs } = plan.operation
    this.now = startsAt
    this.random = createRandom(seed)
    this.state = tickerState(stage(plan, fleet, startsAt))
    this.reply = createOutside(beliefs, retry.attempts, timeoutMs, this.random)
    this.recorder = createRecorder(this.state)
    this.send({ type: 'resume', reason: null, acknowledge: null, userId: null })
  }

  /** Decides once and moves the clock to what comes next. @returns false when nothing comes any more. */
  step(): boolean {
    const { state, now } = this
    while ((this.acts.peek()?.at ?? Number.POSITIVE_INFINITY) <= now)
      this.approve((this.acts.pop() as Act).gate)
    const observations: Observation[] = []
    while ((this.calls.peek()?.at ?? Number.POSITIVE_INFINITY) <= now) {
      observations.push((this.calls.pop() as { observation: Observation }).observation)
    }
    const looks = this.looks.splice(0)
    const sightings = this.sightings.splice(0)
    const { turn, nextAt } = decide(state, state.run, { observations, looks, sightings }, now)
    this.take(turn)
    if (isFinished(state.head.state)) return false
    const stopped = state.head.state === 'paused'
    const next =
      this.looks.length + this.sightings.length > 0
        ? now
        : Math.min(this.soonest(nextAt, stopped), this.calls.peek()?.at ?? never)
    if (next === never) return false
    this.now = Math.max(now, next)
    return true
  }

  result(): RunResult {
    return this.recorder.result(this.now)
  }

  /** When something is due besides answers. After a stop only what is in flight is waited for. */
  private soonest(nextAt: number, stopped: boolean): number {
    if (stopped) return never
    return Math.min(this.skipIdleLooks(nextAt), this.acts.peek()?.at ?? never)
  }

  /**
   * The engine looks every second at clusters that a freeze holds. Here it is known when a freeze ends, so the clock
   * goes there at once; or a rehearsal over a long weekend would take a quarter of a million decisions.
   */
  private skipIdleLooks(nextAt: number): number {
    const { state, now } = this
    if (nextAt <= now || nextAt !== nextLookAt(state, state.run, now)) return nextAt
    const changes = this.input.freezes
      .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
      .filter((at) => at > now)
    return Math.min(
      state.run.timers.peek()?.at ?? never,
      nextGateAt(state),
      nextWatchAt(state.run),
      ...changes,
    )
  }

  private take(turn: Turn): void {
    for (const effect of turn.effects) {
      const { afterMs, answer } = this.reply(effect)
      const { target, generation } = effect
      this.calls.push({ at: this.now + afterMs, observation: { targetId: target.id, generation, answer } })
    }
    for (const target of turn.toCheck) {
      this.looks.push({ targetId: target.id, verdict: this.look(target) })
    }
    for (const { key, round } of turn.toWatch) this.pass(key, round)
    for (const change of turn.changes) {
      if (change.type !== 'gate.requested' || !asksOthers(change.gate)) continue
      const afterMs = drawMs(this.input.beliefs.approval, this.random)
      this.acts.push({ at: this.now + afterMs, gate: change.gate })
    }
    this.recorder.note(turn, this.now)
  }

  /** Checks of gates are believed to pass, so one that has opened its gate is not looked at again. */
  private pass(key: string, round: number): void {
    const gate = this.state.gates.find(({ id }) => `gate:${id}` === key)
    if (gate?.state !== 'closed') return
    this.sightings.push({
      key,
      round,
      at: this.now,
      kind: 'pass',
      message: 'believed to pass',
      observed: null,
    })
  }

  /** A cluster is as planned, and nobody else has it; only freezes can hold it. */
  private look(target: Target): Verdict {
    const at = this.now
    for (const { title, startsAt, endsAt, matches } of this.input.freezes) {
      if (startsAt > at || endsAt <= at) continue
      const cluster = this.input.fleet.get(target.cluster)
      if (!cluster || !matches(cluster)) continue
      this.recorder.freeze(title, endsAt, target)
      const message = `The freeze “${title}” holds it.`
      return { at, kind: 'wait', hindrance: { kind: 'freeze', message, until: endsAt } }
    }
    return { at, kind: 'go', previous: null }
  }

  /** As many different people approve as the gate asks for, at the same moment; an outside system opens it. */
  private approve({ id, spec, round }: Gate): void {
    if (spec.type === 'webhook') {
      const { planHash } = this.state.head
      this.send({
        type: 'answer-gate',
        gate: id,
        verdict: 'open',
        reason: null,
        round,
        planHash,
        failedSince: [],
      })
    }
    if (spec.type !== 'approval') return
    const people = Array.from({ length: spec.count }, (_, i) => ({
      userId: i + 1,
      user: `approver ${i + 1}`,
      roles: [spec.role],
    }))
    for (const person of people) {
      const others = people.filter(({ userId }) => userId < person.userId)
      this.send({
        type: 'decide-gate',
        gate: id,
        verdict: 'approve',
        comment: null,
        person,
        others,
        failedSince: [],
        planHash: null,
      })
    }
  }

  /** What is refused (an approval that comes too late) has no effect, as in life. */
  private send(asked: Parameters<typeof command>[1]): void {
    const result = command(this.state, asked, this.now)
    if (result.ok) this.take(result.value)
  }
}

const never = Number.POSITIVE_INFINITY
