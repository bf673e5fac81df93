import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for something, but at most so many ms; tells whether it came to its end. What it throws is thrown. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([
      work.then(() => true),
      sleep(ms, false, { signal: timer.signal }).catch(() => false),
    ])
  } finally {
    timer.abort()
  }
}
