import type { Sighting } from '@/lib/core/rollout/watch-memory'
import type { CancelAnswer, Observation, StartAnswer } from '@/lib/drivers/driver'
import type { Timeline } from './timeline'

/** One operation that really runs, somewhere outside. */
export interface Operation {
  readonly key: string
  readonly rollout: number
  readonly targetId: number
  readonly clusterId: number
  readonly generation: number
  readonly step: 'apply' | 'revert'
  readonly startedAt: number
  state: 'running' | 'done' | 'failed' | 'cancelled' | 'died'
  endedAt: number | null
  readonly stubborn: boolean
}

/** A start as it was sent. */
export interface Order {
  readonly key: string
  readonly rollout: number
  readonly targetId: number
  readonly clusterId: number
  readonly generation: number
  readonly step: 'apply' | 'revert'
}

/** How an operation goes: drawn by cluster and by how many there were before, so that crashes change nothing. */
export interface Fate {
  readonly lastsMs: number
  readonly ends: 'done' | 'failed' | 'died' | 'never'
  /** Does not heed a cancel. */
  readonly stubborn: boolean
}

/** A look at the check of a gate or guard, as it was made. */
export interface Watched extends Pick<Sighting, 'key' | 'round' | 'kind' | 'at'> {
  readonly rollout: number
  /** When whoever looked knows. */
  readonly toldAt: number
  /** Whether they lived to hear it. */
  heard: boolean
}

export interface Look {
  readonly at: number
  /** When whoever looked knows. */
  readonly toldAt: number
  readonly targetId: number
  readonly rollout: number
  readonly generation: number
  readonly kind: 'pass' | 'fail' | 'unknown'
}

/**
 * The systems that are operated on. They know nothing of the engine and forget nothing: what they say happened,
 * happened. A start is idempotent by its key, as the contract asks.
 */
export class Plant {
  readonly operations: Operation[] = []
  /** Every start that was sent, with the moment of sending. */
  readonly asked: (Order & { readonly at: number })[] = []
  readonly looks: Look[] = []
  readonly watched: Watched[] = []
  private readonly byKey = new Map<string, Operation>()

  constructor(
    private readonly time: Timeline,
    private readonly fateOf: (clusterId: number, before: number) => Fate,
    private readonly onStart: (operation: Operation) => void,
    private readonly isSick: (clusterId: number, at: number) => boolean,
  ) {}

  start(order: Order): StartAnswer {
    const known = this.byKey.get(order.key)
    if (known) return { kind: 'accepted', operationId: order.key, pollAfterMs: 1_000 }
    const before = this.operations.filter(({ clusterId }) => clusterId === order.clusterId).length
    const fate = this.fateOf(order.clusterId, before)
    const operation: Operation = {
      ...order,
      startedAt: this.time.now,
      state: 'running',
      endedAt: null,
      stubborn: fate.stubborn,
    }
    this.operations.push(operation)
    this.byKey.set(order.key, operation)
    if (fate.ends !== 'never') {
      const { ends } = fate
      this.time.after(fate.lastsMs, () => this.end(operation, ends))
    }
    this.onStart(operation)
    return { kind: 'accepted', operationId: order.key, pollAfterMs: 1_000 }
  }

  observe(key: string): Observation {
    const operation = this.byKey.get(key)
    switch (operation?.state) {
      case 'done':
        return { kind: 'succeeded' }
      case 'failed':
        return { kind: 'failed', message: 'the operation failed' }
      case 'cancelled':
        return { kind: 'failed', message: 'the operation was cancelled' }
      case 'died':
        return { kind: 'lost', message: 'nobody carries it any more' }
      case 'running':
        return { kind: 'running', progress: 0.5, message: null, pollAfterMs: 1_000 }
      default:
        return { kind: 'transient', message: 'there is no such operation', retryAfterMs: null }
    }
  }

  cancel(key: string): CancelAnswer {
    const operation = this.byKey.get(key)
    if (operation?.state === 'running') {
      if (operation.stubborn) return { confirmed: false }
      this.end(operation, 'cancelled')
    }
    return { confirmed: true, succeeded: operation?.state === 'done' }
  }

  /** Looks at a cluster's health, as its checks do. */
  look(
    about: Omit<Look, 'at' | 'toldAt' | 'kind'> & { readonly clusterId: number },
    tellsAfterMs: number,
    broken: boolean,
  ): Look['kind'] {
    const { clusterId, ...rest } = about
    const busy = this.operations.some((one) => one.clusterId === clusterId && one.state === 'running')
    const kind = broken ? 'unknown' : busy || this.isSick(clusterId, this.time.now) ? 'fail' : 'pass'
    this.looks.push({ ...rest, at: this.time.now, toldAt: this.time.now + tellsAfterMs, kind })
    return kind
  }

  private end(operation: Operation, state: 'done' | 'failed' | 'died' | 'cancelled'): void {
    if (operation.state !== 'running') return
    operation.state = state
    operation.endedAt = this.time.now
  }
}
