import type { Command } from '@/lib/core/rollout/command'
import { isTouched } from '@/lib/core/rollout/course'
import type { Target } from '@/lib/core/rollout/model'
import { isRetryable } from '@/lib/core/rollout/retry-skip'
import { isDone } from '@/lib/core/rollout/state'
import { type Desk, startsThings } from './desk'
import { people } from './persons'
import type { Proposals } from './proposals'
import type { Act } from './scenario'
import type { Store } from './store'
import type { Timeline } from './timeline'

/** What people do, as commands; much of it is refused, which is a part of the game. */
export class People {
  constructor(
    private readonly time: Timeline,
    private readonly store: Store,
    private readonly desk: Desk,
    private readonly proposals: Proposals,
  ) {}

  perform(rollout: number, { act, pick, twice }: Pick<Act, 'act' | 'pick' | 'twice'>): void {
    if (act === 'stop-line') this.stopLine()
    if (act === 'release-line') this.releaseLine()
    if (act === 'acknowledge') this.acknowledge(pick)
    if (act === 'amend') this.proposals.amend(rollout, pick)
    if (act === 'approve-amendment') this.proposals.approve(rollout, pick)
    if (act === 'drop-amendment') this.proposals.drop(rollout, pick)
    const asked = this.compose(rollout, act, pick)
    if (!asked) return
    this.desk.send(rollout, asked.command, asked.targets)
    if (twice) this.desk.send(rollout, asked.command, asked.targets, true)
  }

  /** Pauses whatever runs, in one transaction. */
  stopLine(): void {
    const { store, time } = this
    if (store.stop) return
    for (const [id, { head }] of store.rollouts) {
      if (startsThings(head.state)) this.desk.send(id, { type: 'pause', reason: 'stop', line: true })
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
      if (head.pauseCause === 'stop_the_line') this.desk.send(id, { type: 'release', reason: null })
    }
  }

  /** Answers for one of the broken clusters. */
  acknowledge(pick: number): void {
    const broken = [...this.store.broken.keys()]
    const cluster = broken[pick % Math.max(1, broken.length)]
    if (cluster !== undefined) this.store.acknowledge(cluster)
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
      case 'schedule': {
        const startAt = pick % 4 === 0 ? null : this.time.now + 1_000 * (1 + (pick % 30))
        return alone({ type: 'schedule', startAt, reason: 'drawn' })
      }
      case 'amend':
      case 'approve-amendment':
      case 'drop-amendment':
      case 'stop-line':
      case 'release-line':
      case 'acknowledge':
        return null
    }
  }
}
