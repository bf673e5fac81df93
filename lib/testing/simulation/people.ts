import { type Command, command } from '@/lib/core/rollout/command'
import { commandState } from '@/lib/core/rollout/load'
import type { Target } from '@/lib/core/rollout/model'
import { isRetryable } from '@/lib/core/rollout/retry-skip'
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

/** People's commands: each a transaction of its own on the rows as they are, as the web server does it. */
export class People {
  readonly accepted: Accepted[] = []
  refused = 0

  constructor(
    private readonly time: Timeline,
    private readonly store: Store,
  ) {}

  perform(rollout: number, { act, pick, twice }: Pick<Act, 'act' | 'pick' | 'twice'>): void {
    const asked = this.compose(rollout, act, pick)
    if (!asked) return
    this.send(rollout, asked.command, asked.targets, false)
    if (twice) this.send(rollout, asked.command, asked.targets, true)
  }

  private send(rollout: number, asked: Command, ids: readonly number[], again: boolean): void {
    const { store, time } = this
    const loaded = store.load(rollout)
    const named = loaded.targets.filter(({ id }) => ids.includes(id))
    const state = commandState({ ...loaded, targets: named })
    const { revision } = store.of(rollout)
    const decided = command(state, asked, time.now)
    if (!decided.ok) {
      this.refused += 1
      return
    }
    store.commit(state, decided.value, { revision, fence: null }, true)
    store.of(rollout).wakeAt = time.now
    this.accepted.push({ at: time.now, rollout, asked, again })
  }

  private compose(
    rollout: number,
    act: Act['act'],
    pick: number,
  ): { command: Command; targets: readonly number[] } | null {
    const { head, gates, targets } = this.store.of(rollout)
    const ids = (list: readonly Target[]) => list.map(({ id }) => id)
    const all = [...targets.values()]
    const alone = (asked: Command) => ({ command: asked, targets: [] })
    switch (act) {
      case 'pause':
        return alone({ type: 'pause', reason: null })
      case 'resume': {
        const failures = head.charged - head.acknowledged
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
    }
  }
}
