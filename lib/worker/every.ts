import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Does something again and again, with a pause in between, until the signal; one at a time. What it throws is
 * reported and does not end it: a database that is gone comes back.
 */
export async function every(
  ms: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
  report: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      report(error)
    }
    await sleep(ms, undefined, { signal }).catch(() => {})
  }
}
