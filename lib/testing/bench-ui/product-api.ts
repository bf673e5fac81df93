import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { makeFleet } from './fleet'
import { until } from './limit'
import { operation, type Pace, policy } from './pace'

/** No single call of these may take longer. */
const callMaxMs = 60_000
const clustersPerCall = 10_000

/** The public API of a product under measurement, with a token that may do everything. */
export class ProductApi {
  constructor(
    readonly address: string,
    private readonly token: string,
  ) {}

  async call<T>(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.address + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(callMaxMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
    return JSON.parse(text) as T
  }

  /** Registers a fleet of a size, and a policy for it under the name `bench`. */
  async addFleet(size: number, pace: Pace): Promise<void> {
    const fleet = makeFleet(size)
    for (let from = 0; from < size; from += clustersPerCall)
      await this.call('PUT', '/api/v1/clusters', fleet.slice(from, from + clustersPerCall))
    await this.call('PUT', '/api/v1/policies/bench', policy(pace))
  }

  /** Launches a rollout over the whole fleet, and gives its id. */
  private async launch(pace: Pace): Promise<string> {
    const name = `bench-${Date.now().toString(36)}`
    await this.call('PUT', `/api/v1/operations/${name}`, operation(name, pace))
    const order = { operation: name, params: {}, title: 'Kafka 3.8.1 everywhere', policy: policy(pace) }
    return (await this.call<{ id: string }>('POST', '/api/v1/rollouts', order)).id
  }

  /**
   * Launches a rollout, does something while it is at full speed, and ends it whatever came of that: a cluster is
   * only ever worked on by one rollout, and the next one needs all of them.
   */
  async duringRollout<T>(pace: Pace, use: (id: string) => Promise<T>): Promise<T> {
    const id = await this.launchToSpeed(pace)
    try {
      return await use(id)
    } finally {
      await this.command(id, 'abort', { cancelInFlight: true })
      const isOver = async () => isFinished((await this.rollout(id)).state)
      await until(60_000, 'the end of an aborted rollout', isOver)
    }
  }

  /** Launches a rollout, and waits until as many clusters are in flight as may be. */
  async launchToSpeed(pace: Pace): Promise<string> {
    const id = await this.launch(pace)
    await until(60_000, 'a rollout at full speed', async () => {
      const { applying, verifying } = (await this.rollout(id)).counts
      return applying + verifying >= 0.9 * pace.inFlight
    })
    return id
  }

  rollout(id: string): Promise<RolloutDto> {
    return this.call('GET', `/api/v1/rollouts/${id}`)
  }

  async lastSeq(id: string): Promise<number> {
    return (await this.rollout(id)).lastSeq
  }

  /** Commands a rollout; one that has come to its end by itself meanwhile is left at that. */
  async command(id: string, name: 'pause' | 'abort', body: object = {}): Promise<void> {
    try {
      await this.call('POST', `/api/v1/rollouts/${id}/${name}`, body)
    } catch (refusal) {
      if (!isFinished((await this.rollout(id)).state)) throw refusal
    }
  }
}
