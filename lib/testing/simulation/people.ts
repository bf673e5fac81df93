import { type Command, command } from '@/lib/core/rollout/command'
import { isTouched } from '@/lib/core/rollout/course'
import { commandState } from '@/lib/core/rollout/load'
import type { Target } from '@/lib/core/rollout/model'
import { isRetryable } from '@/lib/core/rollout/retry-skip'
import { isDone } from '@/lib/core/rollout/state'
import type { RolloutState } from '@/lib/core/rollout/states'
import { anotherPolicy } from './amendments'
import type { Act } from './scenario'
import type { Store } from './store'
import type { Timeline } from './timeline'

/** Those who command: the launcher is 1, the policy's author 2. */
export const people = [
  { userId: 1, user: 'launcher', roles: ['approver', 'operator'] },
  { userId: 3, user: 'ann', roles: ['approver'] },
  { userId: 4, user: 'bob', roles: ['admin'] },
  { userId: 5, user: 'eve', roles: ['viewer'] },
] as const

/** A command that was accepted, as its sender was told. */
export interface Accepted {
  readonly at: number
  readonly rollout: number
  readonly asked: Command
  /** It was the second click on the same button. */
  readonly again: boolean
}

const startsThings = (state: RolloutState): boolean => state === 'running' || state === 'rolling_back'

/** People's commands: each a transaction of its own on the rows as they are, as the web server does it. */
export class People {
  readonly accepted: Accepted[] = []
  refused = 0

  constructor(
    private readonly time: Timeline,
    private readonly store: Store,
  ) {}

  perform(rollout: number, { act, pick, twice }: Pick<Act, 'act' | 'pick' | 'twice'>): void {
    if (act === 'stop-line') this.stopLine()
    if (act === 'release-line') this.releaseLine()
    if (act === 'acknowledge') this.acknowledge(pick)
    const asked = this.compose(rollout, act, pick)
    if (!asked) return
    this.send(rollout, asked.command, asked.targets, false)
    if (twice) this.send(rollout, asked.command, asked.targets, true)
  }

  /** Pauses whatever runs, in one transaction. */
  stopLine(): void {
    const { store, time } = this
    if (store.stop) return
    for (const [id, { head }] of store.rollouts) {
      if (startsThings(head.state)) this.send(id, { type: 'pause', reason: 'stop', line: true }, [], false)
    }
    store.stops.push({ from: time.now, until: Number.POSITIVE_INFINITY })
  }

  /** Lets exactly those go that the stop had paused. */
  releaseLine(): void {
    const { store, time } = this
    const { stop } = store
    if (!stop) return
    stop.until = time.now
    for (const [id, { head }] of store.rollouts) {
      if (head.pauseCause === 'stop_the_line') this.send(id, { type: 'release', reason: null }, [], false)
    }
  }

  /** Answers for one of the broken clusters. */
  acknowledge(pick: number): void {
    const broken = [...this.store.broken.keys()]
    const cluster = broken[pick % Math.max(1, broken.length)]
    if (cluster !== undefined) this.store.acknowledge(cluster)
  }

  private send(rollout: number, asked: Command, ids: readonly number[], again: boolean): void {
    const { store, time } = this
    const loaded = store.load(rollout)
    const named = loaded.targets.filter(({ id }) => ids.includes(id))
    const state = commandState({ ...loaded, targets: named })
    const { revision, head } = store.of(rollout)
    const decided = command(state, asked, time.now)
    // As in the product: while the line is stopped nothing begins to run, by whatever command.
    const begins = !startsThings(head.state) && startsThings(state.head.state)
    if (!decided.ok || (begins && store.stop)) {
      this.refused += 1
      return
    }
    store.commit(state, decided.value, { revision, fence: null }, true)
    store.of(rollout).wakeAt = time.now
    this.accepted.push({ at: time.now, rollout, asked, again })
  }

  private revertFailures(rollout: number): number {
    const { head, phases } = this.store.of(rollout)
    return head.pauseCause === 'budget'
      ? phases.reduce((sum, { counts }) => sum + counts.revert_failed, 0)
      : 0
  }

  private compose(
    rollout: number,
    act: Act['act'],
    pick: number,
  ): { command: Command; targets: readonly number[] } | null {
    const { head, gates, phases, targets } = this.store.of(rollout)
    const ids = (list: readonly Target[]) => list.map(({ id }) => id)
    const all = [...targets.values()]
    const alone = (asked: Command) => ({ command: asked, targets: [] })
    switch (act) {
      case 'pause':
        return alone({ type: 'pause', reason: null })
      case 'resume': {
        const back = head.rollback !== null
        const failures = back ? this.revertFailures(rollout) : head.charged - head.acknowledged
        const acknowledge = failures > 0 ? failures : null
        return alone({ type: 'resume', reason: null, userId: 9, acknowledge })
      }
      case 'abort':
      case 'cancel':
        return alone({ type: 'abort', reason: null, cancelInFlight: act === 'cancel' })
      case 'approve':
      case 'reject': {
        const approvals = gates.filter(({ spec }) => spec.type === 'approval')
        const asking = approvals.filter(
          ({ state, requestedAt }) => state === 'closed' && requestedAt !== null,
        )
        const among = asking.length > 0 ? asking : approvals
        const gate = among[pick % Math.max(1, among.length)]
        const person = people[(pick >> 2) % people.length]
        if (!gate || !person) return null
        const about = {
          gate: gate.id,
          verdict: act,
          person,
          others: people,
          failedSince: [],
          planHash: null,
        } as const
        return alone({ type: 'decide-gate', comment: 'drawn', ...about })
      }
      case 'retry': {
        const some = all.filter(isRetryable).filter((_, i) => (i + pick) % 2 === 0)
        return { command: { type: 'retry', userId: 9 }, targets: ids(some) }
      }
      case 'skip': {
        const some = all.filter(({ state }) => state === 'pending').slice(0, pick % 3)
        return { command: { type: 'skip', reason: 'drawn' }, targets: ids(some) }
      }
      case 'skip-phase': {
        const phase = phases[pick % phases.length]
        if (!phase) return null
        const pending = all.filter(({ state, phase: index }) => state === 'pending' && index === phase.index)
        return {
          command: { type: 'skip-phase', phase: phase.id, reason: 'drawn' },
          targets: ids(pending),
        }
      }
      case 'override': {
        const among = gates.filter(
          ({ spec, state, requestedAt }) => spec.type !== 'soak' && state !== 'open' && requestedAt !== null,
        )
        const gate = among[pick % Math.max(1, among.length)]
        if (!gate) return null
        // One who may also approve, and is shut out from then on; or one who does nothing else.
        const by = pick % 2 === 0 ? { userId: 4, user: 'bob' } : { userId: 6, user: 'kim' }
        return alone({ type: 'override-gate', gate: gate.id, reason: 'drawn', ...by })
      }
      case 'rollback': {
        const command = {
          type: 'rollback',
          reason: 'drawn',
          part: false,
          cancelInFlight: pick % 2 === 0,
        } as const
        return { command, targets: ids(all.filter(isTouched)) }
      }
      case 'rollback-part': {
        const some = all.filter(isTouched).slice(pick % 3, (pick % 3) + 2)
        const command = {
          type: 'rollback',
          reason: 'drawn',
          part: true,
          cancelInFlight: pick % 2 === 0,
        } as const
        return { command, targets: ids(some) }
      }
      case 'retry-phase': {
        const over = phases.filter(isDone)
        const phase = over[pick % Math.max(1, over.length)]
        const some = all.filter((target) => target.phase === phase?.index && isRetryable(target))
        return { command: { type: 'retry', userId: 9 }, targets: ids(some) }
      }
      case 'amend': {
        const { planHash, rules } = head
        const policy = anotherPolicy(rules.policy, phases, pick)
        const proposedBy = { userId: 3, user: 'ann' }
        // Now and then nobody else has looked at it.
        const approvedBy = pick % 5 === 0 ? null : { userId: 4, user: 'bob' }
        const asked = {
          policy,
          params: {},
          reason: 'drawn',
          proposedBy,
          approvedBy,
          planHash,
          failedSince: [],
        }
        return { command: { type: 'amend', ...asked }, targets: ids(all) }
      }
      case 'lower': {
        const approvals = gates.filter(({ spec }) => spec.type === 'approval')
        const gate = approvals.find(({ state, requestedAt }) => state === 'closed' && requestedAt !== null)
        const person = people[(pick >> 2) % people.length]
        if (!gate || !person) return null
        const about = { gate: gate.id, verdict: 'approve', person, others: people } as const
        const approval = {
          type: 'decide-gate',
          comment: 'drawn',
          failedSince: [],
          planHash: head.planHash,
          ...about,
        }
        const limits = { maxInFlight: 1 + (pick % 2), failureBudget: null }
        return {
          command: { type: 'approve-lower', limits, approval, params: {} } as Command,
          targets: ids(all),
        }
      }
      case 'stop-line':
      case 'release-line':
      case 'acknowledge':
        return null
    }
  }
}
