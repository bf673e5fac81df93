import { setTimeout as sleep } from 'node:timers/promises'

/** Gives what a promise gives, or fails with a sentence when it takes longer than `ms`. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const timer = new AbortController()
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what} took longer than ${ms / 1_000} s`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    // The loser's failure is nobody's business any more.
    late.catch(() => {})
    timer.abort()
  }
}

/** Asks every 200 ms until the answer is yes; fails with a sentence after `ms`. */
export async function until(ms: number, what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + ms
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${ms / 1_000} s`)
    await sleep(200)
  }
}
