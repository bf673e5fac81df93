import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 25

/**
 * Looks again and again until something is seen; a look that throws has seen nothing.
 * @param what for the words of the failure.
 * @throws after the deadline, with the last error.
 */
export async function eventually<T>(
  what: string,
  withinMs: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + withinMs
  let trouble: unknown
  for (;;) {
    try {
      const seen = await look()
      if (seen !== undefined) return seen
      trouble = undefined
    } catch (error) {
      trouble = error
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${withinMs / 1_000} s: ${what}`, { cause: trouble })
    }
    await sleep(pollMs)
  }
}
