import { beginVerify, lookAtChecks, type VerifyState } from '@/lib/checks/verify'
import { previousFacts } from '@/lib/core/rollout/judge'
import type { RolloutHead, Target } from '@/lib/core/rollout/model'
import type { Answer, Observation } from '@/lib/core/rollout/observation'
import { attemptKey, type Effect } from '@/lib/core/rollout/state'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { AttemptContext, DriverServices } from '@/lib/drivers/driver'
import { findDriver } from '@/lib/drivers/registry'
import { readSecret } from '@/lib/secrets/queries'
import { cancelAnswer, observeAnswer, startAnswer, verifyAnswer } from './answers'
import type { WorkerDeps } from './deps'
import { seenAt } from './heartbeat'
import { createLimiter } from './limiter'

/** Calls that wait for an outside at the same time, of one rollout. */
const callsMax = 256
/**
 * What is known of the rollout is worth no start after this; then it is asked for right before the call. It counts
 * from before the question, not from its answer: a process may be frozen in between.
 */
const permitMs = 1_000

export interface CallsOptions {
  readonly head: RolloutHead
  readonly params: Readonly<Record<string, unknown>>
  /** Facts of the cluster, as seen last. */
  factsOf(targetId: number): ClusterFacts | undefined
  /** Asks the database whether a start may be sent now, of a step forward or back. */
  mayStart(back: boolean): Promise<boolean>
  /** Puts what became of the cluster's facts beside the words of a step back that has worked. */
  settleBack(target: Target, message: string | null): Promise<string | null>
  /** Until when the lease is held for sure, on the monotonic clock. */
  heldUntil(): number
  take(observation: Observation): void
  readonly signal: AbortSignal
}

/** The ticker's hands: calls to drivers and checks, whose answers come back as observations. */
export class Calls {
  /** What is under way, by target; the truth about it in this process, whatever the state thinks. */
  readonly underWay = new Map<number, { generation: number; kind: Effect['kind'] }>()
  private readonly verifying = new Map<number, { generation: number; state: VerifyState }>()
  private readonly limit = createLimiter(callsMax)
  private readonly drivers

  constructor(
    private readonly deps: WorkerDeps,
    private readonly options: CallsOptions,
  ) {
    const { apply, revert } = options.head.rules.operation
    this.drivers = {
      forward: findDriver(apply.driver),
      back: revert ? findDriver(revert.driver) : undefined,
    }
  }

  /**
   * Makes a call whose intent is durable. Never throws.
   * @param knownAt from when it is certain that the decision had seen every command, on the monotonic clock.
   */
  make(effect: Effect, knownAt: number): void {
    const { target, generation, kind } = effect
    const entry = { generation, kind }
    this.underWay.set(target.id, entry)
    const done = (answer: Answer) => {
      if (this.underWay.get(target.id) === entry) this.underWay.delete(target.id)
      if (answer.kind !== 'running') this.verifying.delete(target.id)
      this.options.take({ targetId: target.id, generation, answer })
    }
    // What the target says now may have changed by the time a queued call is made.
    const operationId = target.operationRef === '' ? null : target.operationRef
    this.limit(() => {
      try {
        const back = effect.step === 'revert'
        const answer = back
          ? this.callBack(effect, operationId, knownAt)
          : this.call(effect, operationId, knownAt)
        if (!(answer instanceof Promise)) return done(answer)
        return answer.then(done, (error) => done(this.broken(effect, error)))
      } catch (error) {
        return done(this.broken(effect, error))
      }
    })
  }

  private call(effect: Effect, operationId: string | null, knownAt: number): Answer | Promise<Answer> {
    const ctx = this.context(effect)
    const services = this.services(effect)
    if (effect.kind === 'verify' || effect.kind === 'preflight')
      return this.look(effect.kind, effect, ctx, services)
    const back = effect.step === 'revert'
    const driver = back ? this.drivers.back : this.drivers.forward
    if (!driver) return { kind: 'failed', message: 'this worker does not know the driver of the operation' }
    switch (effect.kind) {
      case 'start': {
        const now = performance.now()
        const fresh = now - knownAt < permitMs && now < this.options.heldUntil()
        if (fresh) return then(driver.start(ctx, services), startAnswer)
        return this.permitted(back).then((may): Answer | Promise<Answer> => {
          return may ? then(driver.start(ctx, services), startAnswer) : { kind: 'withheld' }
        })
      }
      case 'observe':
        return then(driver.observe({ ...ctx, operationId }, services), observeAnswer)
      case 'cancel':
        return then(driver.cancel({ ...ctx, operationId }, services), cancelAnswer)
    }
  }

  /** Asks until the answer is as fresh as it must be: a process may be frozen while one is on its way to it. */
  private async permitted(back: boolean): Promise<boolean> {
    for (;;) {
      const askedAt = performance.now()
      if (!(await this.options.mayStart(back))) return false
      if (performance.now() - askedAt < permitMs) return true
    }
  }

  /** A step back that has worked also tells what became of the cluster's facts. */
  private async callBack(effect: Effect, operationId: string | null, knownAt: number): Promise<Answer> {
    const answer = await this.call(effect, operationId, knownAt)
    if (answer.kind !== 'succeeded') return answer
    return { ...answer, message: await this.options.settleBack(effect.target, answer.message) }
  }

  /** Makes one round of the checks before or after an apply. */
  private async look(
    list: 'preflight' | 'verify',
    { target, generation }: Effect,
    ctx: AttemptContext,
    services: DriverServices,
  ): Promise<Answer> {
    const checks = this.options.head.rules.operation[list]
    const known = this.verifying.get(target.id)
    const state = known?.generation === generation ? known.state : beginVerify(checks, services.now())
    const round = await lookAtChecks(checks, state, ctx, services)
    if (round.verdict === 'waiting') this.verifying.set(target.id, { generation, state: round.state })
    return verifyAnswer(round)
  }

  /** A call that broke has taught nothing: what it was for is asked again, later. */
  private broken(effect: Effect, error: unknown): Answer {
    const { target, kind } = effect
    this.deps.log.error(
      { err: error, rollout: this.options.head.id, cluster: target.cluster, kind },
      'a driver broke',
    )
    const message = `the driver broke: ${error instanceof Error ? error.message : String(error)}`
    if (kind === 'start') return { kind: 'delayed', message, retryAfterMs: 5_000 }
    if (kind === 'cancel') return { kind: 'cancel', confirmed: false, message }
    return { kind: 'unknown', message, retryAfterMs: 5_000 }
  }

  private context({ target, step, generation }: Effect): AttemptContext {
    const { head, params, factsOf } = this.options
    const { operation } = head.rules
    const cluster = factsOf(target.id) ?? {
      ...target.facts,
      name: target.cluster,
      connection: {},
      nodes: null,
    }
    return {
      key: attemptKey(head, target.id, step, generation),
      step,
      generation,
      cluster,
      params,
      previous:
        (target.previous as AttemptContext['previous'] | null) ?? previousFacts(target.facts, operation),
      with: (step === 'revert' ? operation.revert : operation.apply)?.with ?? {},
      deadlineAt: target.deadlineAt ?? Number.POSITIVE_INFINITY,
    }
  }

  private services({ target, generation }: Effect): DriverServices {
    const { host, sql, secretKey, clock, logBuffer } = this.deps
    return {
      host,
      secret: (name) => readSecret(sql, secretKey, name),
      now: clock.now,
      random: Math.random,
      signal: this.options.signal,
      log: (line) => logBuffer.add(target.id, generation, line),
      workerSeenAt: (workerId) => seenAt(sql, workerId),
    }
  }
}

/** Goes on with an answer, without a promise when there is none: bulk work stays synchronous. */
function then<A, B>(value: A | Promise<A>, next: (value: A) => B): B | Promise<B> {
  return value instanceof Promise ? value.then(next) : next(value)
}
