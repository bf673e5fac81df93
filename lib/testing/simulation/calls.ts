import { advanceHold, beginHold, type HoldState } from '@/lib/checks/hold'
import type { RolloutHead } from '@/lib/core/rollout/model'
import type { Answer } from '@/lib/core/rollout/observation'
import { attemptKey, type Effect } from '@/lib/core/rollout/state'
import type { Random } from '@/lib/core/shared/random'
import { cancelAnswer, observeAnswer, startAnswer, verifyAnswer } from '@/lib/worker/answers'
import type { Faults } from './faults'
import type { Plant } from './plant'
import type { Process } from './process'
import type { Timeline } from './timeline'

/** How long a caller waits for an answer, and how old a permit to start may be. */
const answerMs = 5_000
const permitMs = 1_000

export interface CallsOptions {
  readonly time: Timeline
  readonly process: Process
  readonly plant: Plant
  readonly faults: Faults
  readonly random: Random
  readonly head: RolloutHead
  /** Asks the database whether a start may be sent now. */
  mayStart(back: boolean): boolean
  heldUntil(): number
  take(targetId: number, generation: number, answer: Answer): void
  crash(): void
}

/** The hands of a ticker: what the real ones do, on a wire that may fail in every way. */
export class SimulatedCalls {
  readonly underWay = new Map<number, { generation: number; kind: Effect['kind'] }>()
  private readonly holds = new Map<string, HoldState[]>()

  constructor(private readonly options: CallsOptions) {}

  make(effect: Effect, knownAt: number): void {
    const { target, generation, kind } = effect
    const { process, faults, random } = this.options
    const entry = { generation, kind }
    this.underWay.set(target.id, entry)
    const operationId = target.operationRef === '' ? null : target.operationRef
    const queueMs = faults.draw('queued-long') ? 1_000 + random.int(2_000) : random.int(20)
    const done = (answer: Answer) => {
      if (this.underWay.get(target.id) === entry) this.underWay.delete(target.id)
      this.options.take(target.id, generation, answer)
    }
    process.after(queueMs, () => this.call(effect, operationId, knownAt, done))
  }

  private call(
    effect: Effect,
    operationId: string | null,
    knownAt: number,
    done: (answer: Answer) => void,
  ): void {
    const { time, plant } = this.options
    switch (effect.kind) {
      case 'start':
        if (time.now - knownAt < permitMs && time.now < this.options.heldUntil()) this.start(effect, done)
        else this.askAndStart(effect, done)
        return
      case 'observe':
        this.exchange(done, unheard, () => observeAnswer(plant.observe(operationId ?? '')))
        return
      case 'cancel':
        this.exchange(done, { kind: 'cancel', confirmed: false, message: null }, () =>
          cancelAnswer(operationId === null ? { confirmed: false } : plant.cancel(operationId)),
        )
        return
      default:
        this.look(effect.kind, effect, done)
    }
  }

  private askAndStart(effect: Effect, done: (answer: Answer) => void): void {
    this.options.process.after(this.options.random.int(10), () => {
      if (this.options.mayStart(effect.step === 'revert')) this.start(effect, done)
      else done({ kind: 'withheld' })
    })
  }

  private start({ target, generation, step }: Effect, done: (answer: Answer) => void): void {
    const { head, plant, time, random, process, faults } = this.options
    const key = attemptKey(head, target.id, step, generation)
    const { id: targetId, clusterId } = target
    const way = step === 'revert' ? step : 'apply'
    const order = { key, rollout: head.id, targetId, clusterId, generation, step: way } as const
    const fault = faults.draw(...startFaults)
    if (fault === 'crash-before') {
      this.options.crash()
      return
    }
    // Whoever refuses a start refuses it each time: one that was taken before, or is on its way, is not refused now.
    const known = plant.asked.some((one) => one.key === key)
    plant.asked.push({ ...order, at: time.now })
    const there = 1 + random.int(40)
    const silent = fault === 'lost' || fault === 'crash-after'
    const unheardOf = fault === 'unavailable' || fault === 'hang' || (fault === 'refused' && !known)
    if (!unheardOf) {
      time.after(there, () => {
        const answer = startAnswer(plant.start(order))
        if (!silent) process.after(fault === 'slow' ? 500 + random.int(3_000) : there, () => done(answer))
      })
    }
    if (fault === 'duplicate') time.after(there + random.int(30_000), () => void plant.start(order))
    if (fault === 'crash-after') this.options.crash()
    if (fault === 'unavailable')
      process.after(there, () =>
        done({ ...delayed('turned away', random.int(2) * 3_000), notBegun: random.int(2) === 0 }),
      )
    if (fault === 'refused' && !known)
      process.after(there, () => done({ kind: 'failed', message: 'it answered 400' }))
    if (fault === 'hang' || fault === 'lost') process.after(answerMs, () => done(delayed('no answer', null)))
  }

  /** A request that changes nothing, or may be repeated. */
  private exchange(done: (answer: Answer) => void, lost: Answer, ask: () => Answer): void {
    const { time, process, random, faults } = this.options
    const fault = faults.draw('slow', 'unavailable', 'hang', 'lost')
    const there = 1 + random.int(40)
    if (fault === 'unavailable' || fault === 'hang') {
      process.after(fault === 'hang' ? answerMs : there, () => done(lost))
      return
    }
    const back = fault === 'slow' ? 2_000 : there
    time.after(there, () => {
      const answer = ask()
      process.after(fault === 'lost' ? answerMs : back, () => done(fault === 'lost' ? lost : answer))
    })
  }

  /** One round of checks, held by the rules of the real ones. */
  private look(list: 'preflight' | 'verify', effect: Effect, done: (answer: Answer) => void): void {
    const { head, plant, time, process, random, faults } = this.options
    const { target, generation } = effect
    const { id: targetId, clusterId } = target
    const checks = head.rules.operation[list]
    const id = `${targetId}/${generation}`
    const began = time.now
    const before = this.holds.get(id) ?? checks.map(() => beginHold(began))
    const about = { targetId, clusterId, rollout: head.id, generation }
    const fault = faults.draw('slow', 'unavailable', 'hang')
    const after = fault === 'hang' ? answerMs : fault === 'slow' ? 2_000 : 1 + random.int(40)
    const kind = plant.look(about, after, fault === 'unavailable' || fault === 'hang')
    const steps = checks.map((check, i) => {
      const result = { kind, message: kind, observed: null }
      return advanceHold(check, before[i] ?? beginHold(began), result, began)
    })
    this.holds.set(
      id,
      steps.map(({ state }) => state),
    )
    const failed = steps.find(({ verdict }) => verdict === 'failed')
    const waits = steps.filter(({ verdict }) => verdict === 'waiting')
    process.after(after, () => {
      if (failed || waits.length === 0) this.holds.delete(id)
      const next = Math.min(...waits.map(({ nextLookAt }) => nextLookAt))
      const pollAfterMs = Math.max(1, next - time.now)
      const state = { holds: [], due: [] }
      if (failed) done(verifyAnswer({ verdict: 'failed', message: failed.message }))
      else if (waits.length === 0) done(verifyAnswer({ verdict: 'passed', message: '' }))
      else done(verifyAnswer({ verdict: 'waiting', state, message: kind, pollAfterMs }))
    })
  }
}

const startFaults = [
  'slow',
  'unavailable',
  'refused',
  'hang',
  'lost',
  'duplicate',
  'crash-before',
  'crash-after',
] as const

const unheard: Answer = { kind: 'unknown', message: 'no answer', retryAfterMs: null }

const delayed = (message: string, retryAfterMs: number | null) =>
  ({ kind: 'delayed', message, retryAfterMs }) as const
