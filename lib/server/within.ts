import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for something, but at most so many ms: then undefined. What it throws before that is thrown. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController()
  try {
    return await Promise.race([work, sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined)])
  } finally {
    timer.abort()
  }
}
