import { setTimeout as sleep } from 'node:timers/promises'
import { createParser } from 'eventsource-parser'

/** Somebody who follows a rollout's live stream through every break, from where it broke. */
export interface Follower {
  /** Sequence numbers as they came. */
  readonly seen: readonly number[]
  /** How often the stream was opened. */
  readonly connects: number
  stop(): void
}

/** Follows the events of a rollout. */
export function follow(url: string, token: string, rollout: string): Follower {
  const seen: number[] = []
  const stopped = new AbortController()
  let connects = 0

  async function listen(): Promise<void> {
    connects += 1
    const after = seen.at(-1)
    const response = await fetch(`${url}/api/v1/rollouts/${rollout}/events`, {
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        ...(after !== undefined && { 'last-event-id': String(after) }),
      },
      signal: stopped.signal,
    })
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
    const parser = createParser({ onEvent: ({ id }) => id !== undefined && seen.push(Number(id)) })
    const decoder = new TextDecoder()
    for await (const bytes of response.body) parser.feed(decoder.decode(bytes, { stream: true }))
  }

  const loop = async () => {
    while (!stopped.signal.aborted) {
      await listen().catch(() => {})
      await sleep(150)
    }
  }
  void loop()
  return {
    seen,
    get connects() {
      return connects
    },
    stop: () => stopped.abort(),
  }
}
