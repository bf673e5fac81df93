import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 100

/**
 * Waits until an address answers with success, however long that takes: whoever ends meanwhile is started
 * again by its supervisor.
 * @returns false when the signal came first.
 */
export async function untilReady(address: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await answersWell(address)) return true
    await sleep(pollMs, undefined, { signal }).catch(() => {})
  }
  return false
}

async function answersWell(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
