import { setTimeout as sleep } from 'node:timers/promises'

export interface AnswerWatch {
  /** What is asked; any answer will do. */
  address: string
  /** Ends the watch. */
  signal: AbortSignal
  everyMs?: number
  /** For how long nothing may answer. */
  silentMaxMs?: number
}

/**
 * Watches whether something still answers: a process may live and do nothing any more. Tells each time when nothing
 * has answered for too long, and counts from there anew.
 */
export async function watchAnswers(watch: AnswerWatch, silent: () => Promise<void>): Promise<void> {
  const { address, signal, everyMs = 5_000, silentMaxMs = 30_000 } = watch
  let heardAt = performance.now()
  while (!signal.aborted) {
    if (await answers(address, everyMs, signal)) heardAt = performance.now()
    else if (performance.now() - heardAt > silentMaxMs && !signal.aborted) {
      await silent()
      heardAt = performance.now()
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {})
  }
}

async function answers(address: string, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    await response.body?.cancel()
    return true
  } catch {
    return false
  }
}
