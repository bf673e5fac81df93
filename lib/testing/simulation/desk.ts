import { type Command, command } from '@/lib/core/rollout/command'
import { commandState } from '@/lib/core/rollout/load'
import type { Refusal } from '@/lib/core/rollout/refusal'
import type { RolloutState } from '@/lib/core/rollout/states'
import type { Store } from './store'
import type { Timeline } from './timeline'

/** A command that was accepted, as its sender was told. */
export interface Accepted {
  readonly at: number
  readonly rollout: number
  readonly asked: Command
  /** It was the second click on the same button. */
  readonly again: boolean
}

/** Tells whether a rollout in a state makes things happen outside. */
export const startsThings = (state: RolloutState): boolean => state === 'running' || state === 'rolling_back'

/** Where commands come in: each a transaction of its own on the rows as they are, as the web server does it. */
export class Desk {
  readonly accepted: Accepted[] = []

  constructor(
    private readonly time: Timeline,
    private readonly store: Store,
  ) {}

  /**
   * Sends a command about some targets.
   * @returns why it was refused; null = it was accepted.
   */
  send(rollout: number, asked: Command, ids: readonly number[] = [], again = false): Refusal['code'] | null {
    const { store, time } = this
    const loaded = store.load(rollout)
    const meant = new Set(ids)
    const named = loaded.targets.filter(({ id }) => meant.has(id))
    const state = commandState({ ...loaded, targets: named })
    const { revision, head } = store.of(rollout)
    const decided = command(state, asked, time.now)
    if (!decided.ok) return decided.error.code
    // As in the product: while the line is stopped nothing begins to run, by whatever command.
    const begins = !startsThings(head.state) && startsThings(state.head.state)
    if (begins && store.stop) return 'conflict'
    store.commit(state, decided.value, { revision, fence: null }, true)
    store.of(rollout).wakeAt = time.now
    this.accepted.push({ at: time.now, rollout, asked, again })
    return null
  }
}
